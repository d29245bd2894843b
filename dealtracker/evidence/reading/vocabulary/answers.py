"""Answers told by what becomes of the question: nobody took the call, the message stayed without sequel, the house stayed mum."""

from __future__ import annotations

from dealtracker.evidence.reading.vocabulary.shape import Rows

_COMMENTS, _SILENT, _DENIES, _CONFIRMS = "declines to comment", "no response", "denies", "confirms"
ANSWERS: dict[str, Rows] = {
    "en": (
        (_COMMENTS, "(stayed|remained|kept) ~?(silent|mum|tight-lipped) / had nothing to (say|add) / (passed|passes) on the chance to comment / (turned down|waved away) ~(request|requests) for comment / (said|saying) (it|they) (does|do|would) not (comment|discuss)"),
        (_SILENT, "(ignored|left) ~~(unanswered|messages|questions|emails|requests|calls) / nobody at ~~(picked up|answered|replied|responded) / (was|were) (silent|unreachable) / (did not|didn't|never) (return|answer|acknowledge|pick up) ~(calls|messages|emails|requests|phone|queries)"),
        (_DENIES, "(rejected|disputed|rubbished|refuted|contradicted|brushed aside|knocked down) ~(report|account|story|claim|claims|figures|suggestion|description|version) / wide of the mark / (nothing|no truth|not a word) ~(true|in the report|to the report|to it) / (full of|riddled with) (errors|mistakes) / in several respects"),
        (_CONFIRMS, "corroborated / vouched for ~(report|account|figures) / (said|says) ~(report|account|figure|figures|details) (was|were|is|are) (accurate|correct|right) / verified the"),
    ),
    "it": (
        (_COMMENTS, "bocche cucite / (resta|restano|rimane) ~(in silenzio|abbottonat\\w|cucit\\w) / nulla da (dire|aggiungere|dichiarare) / non (intende|intendono|vuole|vogliono) (parlare|esprimersi|pronunciarsi|rilasciare)"),
        (_SILENT, "non (ha|hanno) (dato|fornito) (seguito|riscontro|risposta) / (senza|nessun) (riscontro|seguito|esito|replica) / nessuno ~~(ha risposto|risponde) / (lasciato|lasciate) (cadere|senza)"),
        (_DENIES, "priv\\w di fondamento / (smentisc\\w+|respinge|respingono|bolla|bollano) ~~(notizia|ricostruzione|indiscrezion\\w|voci|come|tutto) / (niente|nulla) di vero / lontan\\w dal vero / (ricostruzione|notizia) ~(fantasios\\w|inesatt\\w|errat\\w|infondat\\w)"),
        (_CONFIRMS, "(ha|hanno) (avallato|corroborato|ammesso) / (conferma|confermano) / (notizia|operazione) è (corretta|esatta|vera)"),
    ),
    "es": (
        (_COMMENTS, "(prefirió|prefirieron|optó|optaron) (por )?(no (pronunciarse|opinar|hablar)|guardar silencio|callar) / (guardó|guardaron|mantuvo) silencio / nada que (decir|añadir|agregar)"),
        (_SILENT, "nadie ~~(atendió|contestó|respondió|respondía) / no (atendió|atendieron|devolvió|devolvieron|contestó|contestaron|dio|dieron) ~(mensajes|llamadas|llamada|correos|solicitudes|consultas|respuesta) / sin (obtener )?(respuesta|contestación) (de|por parte de)"),
        (_DENIES, "(rechazó|rechaza|rechazaron|tachó|tacha|calificó|califica|tildó) ~~(versión|información|informe|datos|fals\\w+|incorrect\\w+|inexact\\w+|infundad\\w+|errón\\w+) / (carece|carecen) de (fundamento|base|sustento) / no se (ajusta|ajustan|corresponde|corresponden) (a|con) la (realidad|verdad) / nada (es|era) cierto"),
        (_CONFIRMS, "(corroboró|corroboraron|corrobora|ratificó|ratificaron|avaló|validó|dio por (buena|cierta))"),
    ),
    "fr": (
        (_COMMENTS, "(se refuse|se refusent|s'est refusé\\w?|se sont refusé\\w*) à tout / (garde|gardent|a gardé|ont gardé) le silence / (ne souhaite|ne souhaitent|n'a pas souhaité|n'ont pas souhaité) ~(s'exprimer|réagir|commenter|faire) / (botte|bottent|a botté) en touche / rien à (dire|ajouter|déclarer)"),
        (_SILENT, "(est|sont) resté\\w{0,2} (muet\\w{0,3}|silencieu\\w{1,2}|injoignable\\w?|sans réponse) / (n'a|n'ont) pas (donné|retourné|rappelé|décroché) ~(suite|appels|messages|sollicitations)? / (injoignable|injoignables) / sans (réponse|retour) de"),
        (_DENIES, "(balaie|balaient|a balayé|récuse|récusent|a récusé|réfute|réfutent|a réfuté|conteste|contestent|a contesté) / (dénué\\w{0,2}|dépourvu\\w{0,2}) de (tout )?fondement / (éléments|informations|chiffres|allégations) ~(sont|étaient|seraient) (inexact\\w{0,2}|erroné\\w{0,2}|fau\\w{1,4}|infondé\\w{0,2}) / (contraire|contraires) à la (réalité|vérité)"),
        (_CONFIRMS, "(a|ont) (corroboré|reconnu|validé|attesté) / (corrobore|corroborent)"),
    ),
    "pt": (
        (_COMMENTS, "(guardou|guardaram|manteve) silêncio / nada a (dizer|declarar|acrescentar) / (preferiu|preferiram|optou|optaram) ~(calar|silêncio|não falar|não se pronunciar)"),
        (_SILENT, "não (deu|deram|atendeu|atenderam|devolveu|devolveram|retornou) ~(retorno|ligações|contatos|mensagens|chamadas|pedidos) / ninguém ~~(atendeu|respondeu) / (até o|até ao) fechamento ~não"),
        (_DENIES, "não (correspondem|corresponde) ~(à|a|com) ~(realidade|verdade|fatos) / (rebateu|rebate|repudiou|repudia|refuta|refutou|contradisse) / (carece|carecem) de fundamento / nada (disso )?(é|era) verdade / não tem fundamento"),
        (_CONFIRMS, "(corroborou|corroboraram|corrobora|ratificou|validou|atestou)"),
    ),
    "de": (
        (_COMMENTS, "(schwieg|schwiegen|schweigt|schweigen)( zu| dazu| sich)? / (hüllte|hüllten|hüllt) sich in schweigen / (gab|gaben|gibt) sich (bedeckt|zugeknöpft) / (wollte|wollten) ~nichts (sagen|dazu sagen|mitteilen) / (kommentiert|kommentieren) ~(nicht|keine)"),
        (_SILENT, "(ließ|ließen|lässt) ~(anfrage|anfragen|fragen|mails) ~(liegen|offen|ohne antwort) / (war|waren) ~~nicht (zu erreichen|erreichbar|zu bekommen|zu sprechen) / (reagierte|reagierten) ~auf ~(anfrage|anfragen|mails|bitte) nicht / (meldete|meldeten) sich nicht (zurück)?"),
        (_DENIES, "(wies|wiesen|weist) ~~(zurück|von sich) / (falsch|fehlerhaft|unzutreffend|frei erfunden) ~(dargestellt|wiedergegeben) / in weiten teilen (unzutreffend|falsch) / (stimme|stimmt|stimmten) (so )?nicht / (trifft|träfe|treffe|treffen) (so )?nicht zu"),
        (_CONFIRMS, "(bekräftigte|bekräftigten|bejahte|bejahten) / (bericht|angaben|zahlen) ~(zutreffend|korrekt|richtig)"),
    ),
    "ru": (
        (_COMMENTS, "(воздержал\\w{2,3}|воздержались) от (комментариев|оценок) / не (стал\\w?|захотел\\w?|пожелал\\w?) (комментировать|обсуждать|отвечать)"),
        (_SILENT, "(оставил\\w?|оставила|оставили) ~без (ответа|внимания) / не (вышл\\w|вышел|отозвал\\w{2,3}) / (никто )?не (взял\\w?|поднял\\w?) трубк\\w / не (дал\\w?|предоставил\\w?) ответа"),
        (_DENIES, "(не имеет|не имеют|лишен\\w?|лишены) (ничего общего|основани\\w|оснований) / (ошибочн\\w+|вымыс\\w+|домысл\\w+) / (искажа\\w+|не отража\\w+) (действительность|реальность|факты)"),
        (_CONFIRMS, "(удостоверил\\w?|признал\\w?|засвидетельствовал\\w?) ~(сделк\\w|факт|переговор\\w*|сведени\\w|информаци\\w)"),
    ),
    "ja": (
        (_COMMENTS, "(個別|個々|特定)の?(案件|取引|事案|件|顧客)に(は|ついて)?~?(答え|回答|コメント|言及|お答え)(し)?(ない|ず|しな|できな|は控|を控|ません) / 口を閉ざ / 沈黙を(守|貫) / 話すことはない"),
        (_SILENT, "(期限|締め切り|掲載|公開)まで(に)?(返答|回答|返事|返信|コメント)(は|が)(なかった|得られ|届か) / 返信は届 / 音沙汰 / 応答は得られ"),
        (_DENIES, "(報道|内容|記事|情報)は(事実に)?(誤|正しくな|正確でな|根拠がな|根拠のな|反する) / 事実無根 / 全面的に否定 / そのような話はない"),
        (_CONFIRMS, "(契約|事実|交渉|取引|融資)(の事実|の存在)?(を|は)(認め|確認|事実と) / (事実|その通り)で(ある|す)と(認|答|回答)"),
    ),
    "zh": (
        (_COMMENTS, "(未|不|没有|沒有)(予|作|做|愿|願)(以)?(置评|置評|评论|評論|回应评论) / 三缄其口 / 三緘其口 / (保持|维持|維持)(沉默|缄默|緘默) / 不便(透露|评论|評論|回应|回應)"),
        (_SILENT, "(截至|截止|直至|至)(发稿|發稿|截稿|刊发|刊發|出版|记者发稿|見報|见报)(前|时|時|为止|為止|日)?,?(均|都|仍|尚|暂|暫)?(未|没有|沒有)(有|能|获|獲|作出|做出|收到|见|見|予)?(回应|回應|回复|回覆|答复|答覆|复函) / (电话|電話|邮件|郵件|查询|查詢)~?(无人|無人|未获|未獲|没有|沒有)(接听|接聽|回复|回覆|回应|回應)"),
        (_DENIES, "(与|與)(事实|事實|实情|實情)(不符|不相符|有出入|相悖|不合) / (纯属|純屬|属)(子虚乌有|子虛烏有|虚构|虛構|谣言|謠言|不实|不實) / (不实|不實)(消息|信息|报道|報道|傳聞|传闻) / 并无此事 / 並無此事 / 没有此事"),
        (_CONFIRMS, "(证实|證實|坦承|印证|印證|承认|承認)(了)?(此事|消息|已|有关|有關|上述|该|該|签约|簽約|贷款|貸款|交易) / (属实|屬實)"),
    ),
    "ko": (
        (_COMMENTS, "(확인해 줄|답변할|말할|밝힐|공개할|언급할) 수 (없다|없다고|없|는 없) / 말을 아꼈 / 입을 (닫|다물) / 함구 / 답변을 (거부|사양|피|아꼈) / 언급을 (피|삼|거부|자제)"),
        (_SILENT, "(질의|문의|연락|이메일|요청|전화)에\\s?(회신|답|응답|답신|반응)(을|를)?\\s?(하지|주지|보내지|받지)\\s?않 / (회신|답신|답변)(이|은)\\s?(오지|없었|도착하지) / 연락이 닿지 않 / 묵묵부답"),
        (_DENIES, "(사실|실제)(과|와|이|은)?\\s?(다르|다른|아니|무관|거리가) / 사실무근 / 근거 없는 / 전혀 (아니|사실이) / 그런 (사실|계획|일)(은|이)? 없"),
        (_CONFIRMS, "(계약|체결|협상|거래|대출|보도|사실)(이|가|된 것이|한 것이|은|는|된 게|한 게)?\\s?(맞다|맞습니다|사실이라|사실이다|사실임) / (시인했|인정했|확인해 줬|확인했)"),
    ),
}  # fmt: skip
