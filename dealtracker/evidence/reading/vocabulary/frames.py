"""Frames: ways of saying who arranges, who uses, who borrows, each written once and filled with every language's words.

A frame puts word classes in an order ("S arranges the deal", "arranging the deal is S", "the deal, arranged by S",
"turned to S to raise"); a language brings the classes. A verb added to a class is known in every frame of it. The
three languages that mark cases or write without spaces bring their frames whole, for their order is their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dealtracker.evidence.reading.vocabulary.shape import RoleRow


@dataclass(frozen=True)
class Words:
    """Word classes, alternatives parted by "|"; an empty class leaves its frames out."""

    arranges: str  # finite and progressive forms: S runs, S is steering
    deal: str  # what is arranged
    talks: str  # what a borrower may lead as well
    arranged: str  # participles: run, steered
    by: str
    hires: str  # the borrower turned to S
    hired: str  # participles: S, hired to raise
    task: str  # to raise, to find: what S was hired for
    uses: str  # S would use
    used: str  # participles, with "by"
    things: str  # what is used: them, the chips, the hall
    serves: str  # the chips are at the disposal of S
    tenant: str  # S is the tenant
    who: str  # who runs the process is S
    copula: str
    borrows: str  # S takes on debt
    taken: str  # a loan taken out from S
    lets: str  # S's landlord lets the chips to S
    user: str  # the user of the chips is S
    at_helm: str = ""  # words that a copula joins to who arranges


WORDS = {
    "en": Words(
        arranges="(?:is |are |was |were |has been |have been )(?:running|leading|handling|steering|shepherding|orchestrating|overseeing|spearheading|managing|preparing|assembling|putting together|advising on|pulling together|organi[sz]ing|working on)|(?:has|have) been (?:running|leading|handling|steering|shepherding|orchestrating|overseeing|spearheading|managing|preparing|assembling|advising on|organi[sz]ing|working on)|runs|leads|steers|handles|oversees|orchestrates|prepares|shepherds|spearheads|is in charge of|is at the helm of|has been put in charge of",
        deal="loan|financing|debt|deal|transaction|process|raise|fundraising|fund-raising|syndicate|syndication|package|facility|sale|placement|borrowing|outreach",
        talks="discussions|talks|negotiations",
        arranged="run|steered|handled|overseen|orchestrated|marketed|prepared|shepherded|spearheaded|put together|pulled together|organi[sz]ed|lined up|assembled",
        by="by",
        hires="turned to|tapped|hired|mandated|engaged|enlisted|retained|picked|chosen|chose|appointed|working with|recruited|brought in|called on|drafted in|entrusted|tasked|roped in|put",
        hired="hired|mandated|engaged|retained|tapped|tasked|appointed|entrusted|picked|chosen|brought in",
        task="to (?:help )?(?:it |them )?(?:raise|drum up|find|arrange|line up|sell|place|market|structure|run|syndicate|round up|sound out|organi[sz]e|coordinate|put together|canvass)|with (?:raising|finding|arranging|lining up|placing|marketing|running)|in charge",
        uses="(?:would|will|could|is to|are to|is (?:lined up|set|slated|due|earmarked|expected|meant) to|stands to|plans to|intends to|has agreed to|wants to|aims to) (?:ultimately |eventually |mainly |in turn )?(?:use|run|tap|operate|draw on|occupy|work with|train ~on|run ~on|make use of|get the use of)|has (?:booked|reserved|spoken for)",
        used="put to work|operated|employed|exploited|reserved|earmarked|set aside|booked|tapped|spoken for|taken up|claimed",
        things="them|it|chips|gpus|processors|capacity|hardware|cluster|machines|hall|servers|systems|computing power|compute|accelerators|computers|equipment",
        serves="at the disposal of|(?:would|will) make use of them (?:is|are)|(?:chips|gpus|processors|capacity|hardware|machines|servers|systems|computing power|compute|accelerators|output) ~?(?:will |would |are to |is to )?(?:end up with|ends up with|goes to|go to|be handed to|work for|run for|be used for|serve)",
        tenant="tenant|lessee|offtaker",
        who="whoever|who|the one|the bank|the firm|the house",
        copula="is|are|was|will be|would be",
        lets="rents?(?: out)?|renting(?: out)?|leases?(?: out)?|leasing(?: out)?|lets?|letting|sublets?|hires? out",
        user="users?|tenant",
        borrows="takes on ~debt|took on ~debt|taking on ~debt|takes out|took out|taking out|drums up|drumming up|helped itself to|loads up on ~debt",
        taken="loan|facility|credit|debt|financing",
        at_helm="at the helm (?:of ~)?|in the lead|in charge",
    ),
    "it": Words(
        arranges="cura|curano|segue|seguono|guida|guidano|gestisce|gestiscono|dirige|dirigono|coordina|coordinano|organizza|prepara|preparano|sta (?:curando|seguendo|guidando|preparando|gestendo|organizzando|mettendo a punto)|ha (?:curato|preparato|guidato|seguito|organizzato|messo a punto)|regge le fila|tira le fila",
        deal="operazione|finanziamento|prestito|raccolta|pool|dossier|processo|sindacazione|pratica|emissione|collocamento",
        talks="trattativa|trattative|colloqui|negoziato|negoziati",
        arranged="curat\\w|seguit\\w|guidat\\w|gestit\\w|dirett\\w|preparat\\w|coordinat\\w|orchestrat\\w|organizzat\\w|affidat\\w",
        by="da|dal|dalla|a|alla|al",
        hires="rivolt\\w (?:a|alla|al)|affidat\\w (?:a|alla|al)|incaricat\\w|ingaggiat\\w|scelto|dato mandato a|ha dato mandato (?:a|alla|al)|arruolat\\w|si è affidat\\w (?:a|alla|al)",
        hired="incaricat\\w|scelt\\w|ingaggiat\\w|mandat\\w|chiamat\\w|arruolat\\w",
        task="(?:per|di|a) (?:raccogliere|trovare|organizzare|strutturare|cercare|collocare|sondare|reperire|preparare|gestire|condurre)|come advisor|quale advisor",
        uses="userebbe|userà|utilizzerebbe|utilizzerà|sfrutterebbe|sfrutterà|impiegherebbe|impiegherà|si servirebbe di|si servirà di|dovrebbe (?:usare|utilizzare|sfruttare)|farà girare|ha prenotato",
        used="sfruttat\\w|impiegat\\w|prenotat\\w|gestit\\w",
        things="le|li|la|chip|gpu|processori|macchine|capacità|potenza|hardware|server|schede|acceleratori|impianto|cluster",
        serves="a disposizione (?:di|del|della|dell')|al servizio (?:di|del|della|dell')|(?:chip|gpu|processori|macchine|capacità|potenza|server|schede|acceleratori) ~?(?:andrebbe|andrebbero|andrà|andranno|finirebbe|finirebbero|finirà|finiranno) (?:a|alla|al)",
        tenant="conduttore|conduttrice|inquilin\\w|locatari\\w",
        who="chi|colui che|a",
        copula="è|sarà|sarebbe|sono|sarebbero",
        lets="affitt(?:a|ano|erà|eranno|erebbe)|noleggi(?:a|ano|erà|eranno)|loc(?:a|ano|herà)|affittare|noleggiare|(?:dà|darà|dare|cede|cederà|concede|concederà) in (?:affitto|locazione|noleggio)",
        user="utilizzatore|utilizzatrice|utente|fruitore",
        borrows="si indebita|s'indebita|si è indebitat\\w|prende (?:a|in) prestito|chiede in prestito|ha preso (?:a|in) prestito|bussa a|bussa alla",
        taken="prestito|finanziamento|mutuo|credito",
        at_helm="(?:a fare |nel ruolo |in veste )?(?:da|di) (?:regista|capofila|advisor|arranger|coordinator\\w)|in cabina di regia|al timone|alla regia|la regia",
    ),
    "es": Words(
        arranges="prepara|preparan|dirige|dirigen|conduce|conducen|pilota|pilotan|maneja|manejan|gestiona|gestionan|coordina|coordinan|encabeza|encabezan|organiza|organizan|está (?:preparando|dirigiendo|conduciendo|manejando|gestionando|armando|organizando)|lleva|llevan|arma|arman|ha (?:preparado|dirigido|coordinado)",
        deal="operación|préstamo|crédito|financiación|financiamiento|transacción|proceso|colocación|sindicación|emisión|deuda|sondeo|mandato",
        talks="negociaciones|negociación|conversaciones",
        arranged="preparad\\w{1,2}|dirigid\\w{1,2}|conducid\\w{1,2}|pilotad\\w{1,2}|manejad\\w{1,2}|gestionad\\w{1,2}|coordinad\\w{1,2}|encabezad\\w{1,2}|armad\\w{1,2}|organizad\\w{1,2}|llevad\\w{1,2}",
        by="por|por el|por la|a|al",
        hires="recurrió a|recurrido a|acudió a|acudido a|contrató a|contrató al|contratado a|encargó a|encargado a|fichó a|eligió a|confió en|designó a|mandató a",
        hired="contratad\\w{1,2}|encargad\\w{1,2}|elegid\\w{1,2}|mandatad\\w{1,2}|designad\\w{1,2}|fichad\\w{1,2}",
        task="para (?:que )?(?:~)?(?:captar|conseguir|recaudar|organizar|estructurar|buscar|colocar|levantar|reunir|coordinar|obtener|encontrar)|la (?:búsqueda|colocación|estructuración|organización)",
        uses="usaría|usará|utilizaría|utilizará|aprovecharía|aprovechará|emplearía|empleará|explotaría|explotará|ocuparía|operaría|operará|planea usar|prevé usar|ha reservado|usa|utiliza",
        used="explotad\\w{1,2}|emplead\\w{1,2}|reservad\\w{1,2}|operad\\w{1,2}|contratad\\w{1,2}",
        things="los|las|lo|la|chips|gpu|procesadores|máquinas|capacidad|cómputo|equipos|servidores|aceleradores|centro|tarjetas|instalación",
        serves="a disposición (?:de|del)|al servicio (?:de|del)|(?:chips|gpu|procesadores|máquinas|capacidad|equipos|servidores|aceleradores) ~?(?:irá|irán|iría|irían|quedará|quedarán|quedaría|quedarían|trabajarán|trabajarían) (?:a parar a|para|a|en manos de|con)",
        tenant="inquilin\\w|arrendatari\\w",
        who="quien|quién|el que|la que|el banco que",
        copula="es|será|sería|son",
        lets="alquil(?:a|an|ará|arán|aría)|arriend(?:a|an)|arrendar(?:á|án|ía)?|alquilar|(?:da|dará|cede|cederá) en (?:alquiler|arrendamiento)",
        user="usuari[oa]",
        borrows="se endeuda|se endeudará|se endeudó|toma prestad\\w\\w?|pide prestad\\w\\w?|tomó prestad\\w\\w?|tomará prestad\\w\\w?|se financia|suscribió un (?:préstamo|crédito)|sondea a",
        taken="préstamo|crédito|deuda|financiación|financiamiento",
        at_helm="a los mandos|al frente (?:de ~)?|a la cabeza (?:de ~)?|al timón",
    ),
    "fr": Words(
        arranges="pilote|pilotent|mène|mènent|conduit|conduisent|orchestre|orchestrent|dirige|dirigent|prépare|préparent|supervise|gère|gèrent|coordonne|chapeaute|organise|organisent|a (?:piloté|mené|conduit|préparé|orchestré|structuré)|est chargée? de|est à la manœuvre|s'occupe de|s'occupe du",
        deal="opération|financement|prêt|emprunt|transaction|processus|levée|syndication|placement|dossier|tour de table|pool",
        talks="discussions|négociations|pourparlers",
        arranged="piloté\\w{0,2}|mené\\w{0,2}|conduit\\w{0,2}|orchestré\\w{0,2}|dirigé\\w{0,2}|préparé\\w{0,2}|supervisé\\w{0,2}|chapeauté\\w{0,2}|confié\\w{0,2}|monté\\w{0,2}",
        by="par|par la|par le|à|à la|au",
        hires="tourné\\w? vers|mandaté|mandatée|engagé|choisi|retenu|fait appel à|a confié à|s'est adjoint|recouru à|recours à",
        hired="mandaté\\w{0,2}|chargé\\w{0,2}|choisi\\w{0,2}|retenu\\w{0,2}|désigné\\w{0,2}|engagé\\w{0,2}",
        task="pour (?:lever|trouver|organiser|structurer|monter|placer|sonder|réunir|arranger|mener|conduire|piloter)|le soin de|afin de|la (?:recherche|structuration|levée)",
        uses="utiliserait|utilisera|utiliseraient|exploiterait|exploitera|emploierait|se servirait|se servira|ferait tourner|fera tourner|profiterait|occuperait|doit utiliser|devrait utiliser|a réservé",
        used="exploité\\w{0,2}|employé\\w{0,2}|réservé\\w{0,2}|mobilisé\\w{0,2}|opéré\\w{0,2}",
        things="les|l'|la|le|puces|gpu|processeurs|machines|capacité|capacités|calcul|serveurs|accélérateurs|cartes|site|équipements",
        serves="à (?:la )?disposition (?:de|du|d')|au service (?:de|du|d')|(?:tourneraient|tourneront|tournerait|tournera|travailleraient|travailleront|fonctionneraient) pour|(?:puces|gpu|processeurs|machines|capacité|serveurs|cartes) ~?(?:iraient|iront|irait|ira|reviendraient|reviendront|reviendrait|reviendra) (?:à|au)",
        tenant="locataire",
        who="celui qui|celle qui|qui|la banque qui",
        copula="est|serait|sera|sont|n'est autre que|c'est",
        lets="lou(?:e|ent|era|eront|erait)|louer|sous-lou(?:e|era)|(?:donne|donnera|met|mettra) en location",
        user="utilisateur|utilisatrice",
        borrows="s'endette|s'est endettée?|s'endettera|emprunte|empruntera|a emprunté|a souscrit|a contracté|contracte",
        taken="prêt|emprunt|crédit|dette|financement",
        at_helm="à la manœuvre,?|aux manettes|aux commandes,?|chef de file,?|au pilotage,?",
    ),
    "pt": Words(
        arranges="prepara|preparam|conduz|conduzem|toca|tocam|comanda|comandam|gere|gerem|monta|montam|dirige|coordena|coordenam|organiza|organizam|está (?:preparando|conduzindo|tocando|montando|comandando|a preparar|a conduzir|a montar|organizando|à frente de)|está à frente d\\w{1,2}|conduziu|preparou|montou",
        deal="operação|empréstimo|crédito|financiamento|transação|processo|captação|sindicação|emissão|dívida|colocação",
        talks="negociações|negociação|conversas",
        arranged="preparad\\w{1,2}|conduzid\\w{1,2}|tocad\\w{1,2}|comandad\\w{1,2}|gerid\\w{1,2}|montad\\w{1,2}|dirigid\\w{1,2}|coordenad\\w{1,2}|organizad\\w{1,2}|entregue",
        by="por|pelo|pela|ao|à|a",
        hires="recorreu ao?|recorreu à|contratou|escolheu|mandatou|procurou|acionou|encarregou|entregou ao?|entregou à|confiou ao?",
        hired="contratad\\w{1,2}|encarregad\\w{1,2}|escolhid\\w{1,2}|mandatad\\w{1,2}|designad\\w{1,2}",
        task="para (?:captar|levantar|organizar|estruturar|buscar|colocar|montar|encontrar|coordenar|reunir|obter)|de (?:captar|levantar|organizar|montar|encontrar)|a (?:estruturação|captação|organização|montagem)",
        uses="usaria|usará|utilizaria|utilizará|aproveitaria|exploraria|explorará|ocuparia|operaria|vai usar|deve usar|vai utilizar|deverá utilizar|reservou|usa|utiliza",
        used="explorad\\w\\w?|empregad\\w\\w?|reservad\\w\\w?|operad\\w\\w?|contratad\\w\\w?",
        things="los|las|os|as|a|o|chips|gpus|processadores|máquinas|capacidade|computação|servidores|aceleradores|equipamentos|placas|parque|cluster",
        serves="à disposição d[aeo]|ao serviço d[aeo]|a serviço d[aeo]|(?:chips|gpus|processadores|máquinas|capacidade|servidores|aceleradores|equipamentos) (?:~)?(?:vai|vão|irá|irão|iria|iriam|ficará|ficarão|ficaria|ficariam|caberá|caberia) (?:para (?:a|o)|com (?:a|o)|à|ao)",
        tenant="inquilin\\w|locatári\\w|arrendatári\\w",
        who="quem|o banco que|a casa que",
        copula="é|será|seria|são",
        lets="alug(?:a|am|ará|arão|aria|ar)|arrend(?:a|am|ará|arão|ar)|(?:dá|dará|cede|cederá) em (?:aluguel|arrendamento|locação)",
        user="usuári[oa]|utilizador\\w{0,2}",
        borrows="se endivida|endivida-se|se endividou|endividou-se|toma emprestad\\w\\w?|tomou emprestad\\w\\w?|pede emprestad\\w\\w?|vai tomar|contrata (?:um )?(?:empréstimo|financiamento)|contraiu",
        taken="empréstimo|crédito|dívida|financiamento",
        at_helm="à frente (?:d\\w ~)?|no comando(?: d\\w ~)?|na liderança(?: d\\w ~)?",
    ),
    "de": Words(
        arranges="leitet|steuert|betreut|organisiert|koordiniert|verantwortet|begleitet|bereitet|orchestriert|managt|lenkt",
        deal="finanzierung|kredit|darlehen|transaktion|prozess|platzierung|syndizierung|kapitalsuche|geldsuche|geschäft|deal|kreditpaket|suche|vermarktung",
        talks="gespräche|verhandlungen",
        arranged="geführt|geleitet|gesteuert|betreut|organisiert|koordiniert|verantwortet|begleitet|vorbereitet|orchestriert|vermarktet",
        by="von|von der|vom|durch|durch die",
        hires="hat|habe|haben|beauftragte|mandatierte|engagierte|wandte sich an|setzt auf|holte",
        hired="beauftragt|mandatiert|engagiert|betraut|angeheuert",
        task="mit der (?:suche|vermarktung|kapitalsuche|platzierung|strukturierung|organisation|finanzierung) ~?(?:beauftragt|betraut|mandatiert)|~(?:mandatiert|engagiert|ins boot geholt|angeheuert)",
        uses="nutzt|nutzen will|nutzen soll|soll ~nutzen|würde ~nutzen|wird ~nutzen|will ~nutzen|belegt|mietet",
        used="genutzt|betrieben|belegt|reserviert|ausgelastet|beansprucht|gebraucht",
        things="sie|chips|gpus|prozessoren|kapazität|rechenleistung|hardware|server|karten|anlage|maschinen|halle|cluster|beschleuniger",
        serves="zur verfügung (?:steht|stehen|stünde|stünden)|im dienst(?:e)? von|für die dienste von|(?:rechenleistung|kapazität|chips|karten|anlage) (?:~)?(?:geht|gehen|ginge|gingen) an",
        tenant="mieter|mieterin|ankermieter|pächter",
        who="wer",
        copula="ist|wäre|war|sind",
        lets="(?:vermietet|vermieten|vermietete|verpachtet|verpachten|verleast|least)",
        user="nutzer|nutzerin|nutznießer|anwender|mieter",
        borrows="verschuldet sich|leiht sich|lieh sich|borgt sich|nimmt ~(?:kredit|darlehen|schulden) auf|nimmt|sammelt|besorgt sich",
        taken="kredit|darlehen|finanzierung",
        at_helm="federführend|am steuer|am ruder|an der spitze|die fäden (?:zieht|zog|in der hand hat|hält)|die federführung (?:hat|liegt bei|übernimmt)|die feder führt",
    ),
}  # fmt: skip

_RU = (
    RoleRow("arranger", "<", "(ведет|ведут|готовит|готовят|курирует|курируют|сопровождает|проводит|координирует) ~(сделк\\w+|переговор\\w*|размещени\\w+|привлечени\\w+|процесс|синдикаци\\w+)", "debt"),
    RoleRow("arranger", ">", "(переговорами|сделкой|размещением|процессом|привлечением|синдикацией|подготовкой ~) (занимается|руководит|управляет|занят|занята)"),
    RoleRow("arranger", ">", "(обратил\\w{1,3} к|привлек\\w{0,2}|нанял\\w?|наняла|выбрал\\w?|поручил\\w?)(?= ~~(чтобы|для) ~?(поиск|организ|привлеч|размещ|структур|найти))"),
    RoleRow("arranger", ">", "(за|роль) ~(организаци\\w+|организатора) ~?(отвечает|взял\\w?|отведена|исполняет|играет)"),
    RoleRow("end beneficiary", ">", "(в распоряжение|в интересах|под нужды|для нужд|на нужды|под задачи|для задач)"),
    RoleRow("end beneficiary", ">", "(мощност\\w+|чип\\w*|ускорител\\w+|оборудовани\\w+|серверы) ~?(достанутся|отойдут|перейдут|достанется|отойдет|зарезервирован\\w*|забронирован\\w*|займет|займут)( за| для)?"),
    RoleRow("end beneficiary", "<", "(займет|забронировал\\w?|зарезервировал\\w?|планирует использовать|собирается использовать|намерен\\w? использовать|будет работать на) ~?(их|мощност\\w*|чип\\w*|ускорител\\w*|оборудовани\\w*|серверы)?"),
    RoleRow("borrower", "<", "(занимает|займет|занял\\w?|берет|взял\\w?|возьмет|получит|оформил\\w?|одолжит|просит) ~(кредит\\w*|заем|займ|ссуд\\w*|в долг|долг\\w*|взаймы)", "debt"),
    RoleRow("offtaker", ">", "(сдаст|сдадут|сдает|сдают|сдала?|сдавать|передаст|предоставит) ~?(в аренду ~?|~ в аренду)(чип\\w*|мощност\\w*|ускорител\\w*|оборудовани\\w*|серверы)?( компании)?"),
    RoleRow("end beneficiary", ">", "(пользователем|пользователь) ~?(мощност\\w*|чип\\w*|ускорител\\w*|оборудовани\\w*|серверов|цод\\w*) (является|станет|будет|выступает|выступит|-)"),
    RoleRow("lender", "<", "(выделит|выделят|выделил\\w?|ссудит|ссудят|одолжит|одолжат|предоставит|предоставят|даст|дадут|профинансирует|профинансируют|прокредитует|прокредитуют)", "debt", "active"),
)  # fmt: skip
_JA = (
    RoleRow("arranger", "=", "(が|は)(取りまとめ|とりまとめ|幹事|主幹事|仲介|調整|組成|斡旋|アレンジ)(役)?(を|に)?(務め|担|つとめ|進め|し|主導|手が)"),
    RoleRow("arranger", ">", "(取りまとめ|まとめ|幹事|調整|仲介|組成|旗振り)役?(は|を担うのは|を務めるのは|には)"),
    RoleRow("arranger", "=", "(を|に)(アドバイザー|幹事|仲介役|取りまとめ役|主幹事|財務顧問|助言役)(に|として)?(起用|選|指名|据え|任命|依頼|委ね)"),
    RoleRow("arranger", "=", "(に|へ)(資金調達|調達|融資|組成|取りまとめ)(の|を)~?(依頼|委託|委ね|任せ)"),
    RoleRow("arranger", "=", "(が|は)(交渉|協議|案件|手続き|調達|融資団|販売)を(主導|取り仕切|仕切|まとめ|取りまとめ|率い|進め)"),
    RoleRow("end beneficiary", ">", "(実際に|最終的に|主に|専ら)?(使う|利用する|使用する|活用する|借りる|用いる)(の|企業|会社|相手|側)は(、|,)?(中国の|米国の|韓国の|中国|米)?"),
    RoleRow("end beneficiary", "=", "(が|は)(全量|全て|すべて|大半|一括|独占的に|主に|実際に|最終的に)?(を)?(使う|利用する|使用する|借り受け|借り上げ|押さえ|使い|使用し|利用し)"),
    RoleRow("end beneficiary", "=", "(向け|用)に(使|提供|貸|稼働|供|運用|割り当て|充て)"),
    RoleRow("offtaker", "=", "(に|へ)(貸し出|貸与|賃貸|リース|レンタル|また貸し)"),
    RoleRow("end beneficiary", ">", "(計算能力|計算資源|チップ|gpu|設備|データセンター|演算能力)(の|を)(主な)?(利用者|使用者|ユーザー|利用企業|利用先|使い手)(は|となるのは)"),
    RoleRow("borrower", "=", "(は|が)~~(を借りる|を借り入れる|の融資を受ける|の融資を受けた|の融資を取り付け|を調達する|を借り入れ)", "debt"),
)  # fmt: skip
_ZH = (
    RoleRow("arranger", ">", "(委托|委託|聘请|聘請|聘用|委任|委聘|找来|找來|指定|请|請)(?=[^，,。]{2,14}(安排|牵头|牽頭|筹|籌|寻|尋|物色|操刀|协助|協助|担任|擔任|出任|负责|負責))"),
    RoleRow("arranger", "=", "(负责|負責|操刀|主导|主導|统筹|統籌|牵线|牽線|居中|协调|協調|推进|推進|统筹安排|獲委任)(安排|协调|協調|推介|主辦|主办|撮合|筹组|籌組)?(此次|本次|这次|這次|该|該|这笔|這筆|是次)?(融资|融資|贷款|貸款|交易|聯貸|谈判|談判|磋商|推介|筹资|籌資|借款)?"),
    RoleRow("borrower", ">", "(贷款|貸款|聯貸|资金|資金)(予|给予|給予)"),
    RoleRow("borrower", "<", "(獲|获|取得|籌組|筹组|举债|舉債|斥资借入|申请|申請)(?=[^，,。]{0,24}(聯貸|贷款|貸款|融资|融資|授信|银团|銀團|授予))", "debt"),
    RoleRow("end beneficiary", "=", "(将|將|会|會)?(是|为|為|成为|成為)?(主要|唯一|独家|獨家|实际|實際)?(租用方|使用方|用户|用戶|承租方|租户|租戶)"),
    RoleRow("end beneficiary", ">", "(算力|芯片|晶片|设备|設備|机房|機房)的?(使用方|使用者|用户|用戶|承租方|租户|租戶)(为|為|是|将是|將是)"),
    RoleRow("end beneficiary", ">", "(算力|芯片|晶片|设备|設備|机房|機房|伺服器|服务器)(将|將|会|會|全部|主要|悉数|悉數|均|大部分|专门|專門){1,3}(供应|供應|供|服务|服務|留给|留給|归|歸|提供给|提供給|交由|由|为|為|給|给)"),
)  # fmt: skip
_KO = (
    RoleRow("arranger", "=", "(이|가|은|는|을|를)\\s?(자문사|주선사|주관사|금융자문사|주선 기관|금융 자문사|총괄 주선사)(로|으로|를|을)\\s?(선정|선임|맡|고용|택|두)"),
    RoleRow("arranger", "=", "(이|가|은|는)\\s?(이번 )?(협상|거래|조달|자금 조달|딜|대출|작업|논의|투자자 모집|대주단 모집)(을|를)\\s?(이끌|총괄|주도|진행|조율|맡|도맡|지휘)"),
    RoleRow("arranger", "=", "에\\s?(자금 조달|주선|조달|대출 주선|자문)(을|를)\\s?(맡겼|맡긴|의뢰|위임)"),
    RoleRow("end beneficiary", ">", "(실제로|실제|최종적으로|주로)?\\s?(쓰는|사용하는|사용할|쓸|이용할|이용하는|빌려 쓸)\\s?(곳|쪽|것|회사|기업|주체)(은|는)\\s?(중국 |미국 |일본 )?"),
    RoleRow("end beneficiary", "=", "(이|가)\\s?(전량|전부|모두|대부분|독점|단독으로|주로|실제로)?\\s?(사용|이용|활용|쓰|빌려|가져다|임차)(하|할|기로|게|쓴|쓸|한)"),
    RoleRow("end beneficiary", "=", "(을|를)\\s?위해\\s?(쓰|사용|가동|운영|투입|돌)"),
    RoleRow("offtaker", "=", "에게?\\s?(임대|대여|빌려주|빌려준|리스)"),
    RoleRow("end beneficiary", ">", "(컴퓨팅 파워|연산 능력|연산력|컴퓨팅 자원|칩|gpu|설비|데이터센터)(의|를|을)?\\s?(실제 |주요 )?(사용자|이용자|사용 기업|이용 기업)(는|은)"),
    RoleRow("lender", "=", "(이|가|은|는)\\s~~(빌려준|빌려주|내준|내주|대준|꿔준|지원한|지원하|대출한|대출해)", "debt", "active"),
    RoleRow("borrower", "=", "에\\s~?(을|를)?\\s?(빌려준|빌려주|대출한|대출해|내준|내주|지원한|지원하)", "debt"),
)  # fmt: skip
WHOLE = {"ru": _RU, "ja": _JA, "zh": _ZH, "ko": _KO}


def framed(code: str) -> tuple[RoleRow, ...]:
    """The role rows that the frames give for a language."""
    return (*WHOLE.get(code, ()), *(_filled(WORDS[code]) if code in WORDS else ()))


def _filled(w: Words) -> Iterator[RoleRow]:
    w = replace(w, deal=f"(?:(?:l|d|un|dell|all|nell|sull)')?(?:{w.deal})")  # "l'operazione", "d'emprunt"
    yield RoleRow("arranger", "<", f"({w.arranges})(?! (\\w{{1,14}} )?({w.talks})) ~({w.deal})", "debt")
    yield RoleRow("arranger", "<", f"({w.arranges}) ~({w.talks})", "financier")
    yield RoleRow("arranger", ">", f"({w.deal}|{w.talks}),? ~({w.arranged}) ({w.by})", "debt")
    yield RoleRow("arranger", ">", f"({w.who}) ({w.arranges}) ~({w.deal}|{w.talks}) ({w.copula})")
    yield RoleRow("arranger", ">", f"({w.hires})(?= ~~({w.task}))", "debt")
    yield RoleRow("arranger", "=", f",? ({w.hired}) ~?({w.task})", "debt")
    yield RoleRow("arranger", ">", f"({w.at_helm}) ?({w.copula}|:)")
    yield RoleRow("end beneficiary", "<", f"({w.uses}) ~?({w.things})")
    yield RoleRow("end beneficiary", ">", f"({w.used}) ({w.by})")
    yield RoleRow("end beneficiary", ">", f"({w.who}) ~({w.uses}) ~?({w.things})? ?({w.copula})")
    yield RoleRow("end beneficiary", ">", f"({w.serves})")
    yield RoleRow("end beneficiary", ">", f"({w.user}) ~({w.things}) ~?({w.copula}|wird)({_FOR_A_TIME})?")
    yield RoleRow("offtaker", ">", f"({w.lets}) ~?({w.things}) (?:(?!to )\\w{{1,14}} ){{0,2}}({_TO}|an|to|para)")
    yield RoleRow("offtaker", ">", f"({w.things}) an(?= ~~({w.lets}))")
    yield RoleRow("offtaker", "<", f"({w.copula}) (?:the |its |il |la |le |el |l'|o |a |der |die )?(?:\\w{{1,14}} )?({w.tenant})")
    yield RoleRow("borrower", "<", f"({w.borrows})", "debt")
    yield RoleRow("arranger", ">", f"({_MANDATE}) ~~?({_FALLS_TO})")
    yield RoleRow("borrower", ">", f"({_LENT}) ({_TO})", "debt")
    yield RoleRow("borrower", "<", _ANNOUNCES, "debt")
    yield RoleRow("lender", "=", _AS_LENDER, "", "active")
    yield RoleRow("lender", ">", f"({w.taken}) ?,? ~?({_SIGNED}) ({_FROM})", "debt", "active")


_FOR_A_TIME = ",? (?:for|für|per|por|pour|pendant|durante) ~(?:years|months|jahre|monate|anni|mesi|años|meses|ans|mois|anos),?"
_MANDATE = "mandate|mandato|mandat|encargo|incarico|auftrag"
_FALLS_TO = "recae en|recayó en|corresponde a|è andato a|spetta a|confié à|revient à|cabe a|cabe ao|liegt bei|ging an|went to|rests with|lies with|is held by"
_LENT = "concedido|otorgado|prestado|concedió|otorgó|concederá|otorgará|concedieron|prestarán|prestará|conceden|otorgan|concede|otorga|concesso|erogato|concedono|erogano|accordé|prêté|octroyé|accordent|prêtent|prête|concedeu|concederam|emprestam|empresta|emprestou|emprestaram"
_TO = "a|al|alla|ad|à|à la|au|ao"
_ANNOUNCES = (
    "(announces|announced|has announced) (the )?(signing|closing|completion) / (annuncia|ha annunciato) (la (firma|sottoscrizione|chiusura)|di aver (sottoscritto|firmato|ottenuto)) / "
    "(anuncia|anunció|ha anunciado) (la (firma|suscripción)|el cierre|haber (firmado|obtenido|suscrito)) / (annonce|a annoncé) (la (signature|conclusion)|avoir (signé|obtenu|bouclé)) / (anuncia|anunciou) (a (assinatura|contratação)|o fechamento)"
)
_AS_LENDER = "as (the )?(sole |original |initial )?lenders? / as ~~and (the |sole )?lenders? / (come|quale) (unico )?finanziat\\w+ / como (único )?prestamistas? / (comme|en qualité de) (seul )?prêteur\\w? / como (único )?(credor|financiador)\\w* / als (alleiniger )?(kreditgeber|darlehensgeber|kreditgeberin)"
_SIGNED = "souscrite?|contractée?|obtenue?|suscrito|contraído|obtenido|contratad[oa]|tomad[oa]|sottoscritt[oa]|contratt[oa]|ottenut[oa]|taken out|obtained|borrowed|aufgenommen"
_FROM = "auprès (?:de|du|d')|con|com|presso|with|from|bei|junto (?:a|ao|à)|de|del|da|do|dal|dalla"
