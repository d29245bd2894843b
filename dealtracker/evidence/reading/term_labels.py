"""The labels and words of term sheets, in all languages at once: a sheet mixes them freely ("Marge über EURIBOR")."""

from __future__ import annotations

from dealtracker.evidence.reading.cues import Cue

Words = tuple[Cue, Cue]  # for scripts with spaces, and without


def _both(spaced: str, cjk: str = "") -> Words:
    return Cue(spaced), Cue(cjk, cjk=True)


def _set(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split("/") if part.strip())


ROLE_LABELS = (
    ("borrower", _set("""borrower/the borrower/borrowers/obligor/mutuatario/prenditore/prestatario/mutuatario/società finanziata/beneficiario del prestito/prestatario/deudor/kreditnehmer/kreditnehmerin/darlehensnehmer/
        darlehensnehmerin/emprunteur/l'emprunteur/mutuário/tomador/devedor/заемщик/tomadora/mutuária/emisora/借り手/借入企業/借入人/借主/借款人/借款方/貸款人/차주/차입자/차입인/借款企業/借款企业""")),
    ("issuer", _set("issuer/the issuer/emittente/emisor/emittent/emittentin/émetteur/emissor/emissora/эмитент/発行体/发行人/發行人/발행사")),
    ("guarantor", _set("parent guarantor/guarantor/guarantors/garante/garanti/fiador/avalista/garantiegeber/bürge/garantin/garant/garants/поручитель/гарант/保証人/担保人/擔保人/보증인/保证人/連帯保証人")),
    ("sponsor", _set("sponsor/sponsors/parent/parent company/promotor/patrocinador/спонсор/スポンサー/发起人/發起人/스폰서/sponsoren/gesellschafter")),
    ("arranger", _set("""arranger/mandated lead arranger/mandated lead arrangers/lead arranger/lead arrangers/arrangers/bookrunner/bookrunners/sole bookrunner/joint bookrunners/sole lead arranger/joint lead arrangers/structuring bank/placement agent/mla/organizzatore/arrangeur/arrangeurs/arrangeur principal/arrangeurs mandatés/
        konsortialführer/arrangeurin/estructurador/estructuradores/entidad estructuradora/organizador/colocador/coordinador/estruturador/coordenador/организатор/アレンジャー/主幹事/安排行/牵头行/牽頭行/牵头安排行/주선기관/주관사/주선사/banca organizzatrice/banche organizzatrici/banco estructurador/banco coordinador/bancos coordinadores/banque arrangeuse/banques arrangeuses/führende bank/konsortialführerin/banco estruturador/주간사/牵头安排人/arrangeure/arrangeuren/linker arrangeur/banco agente y coordinador""")),
    ("lender", _set("""lender/finanziatrice/banca finanziatrice/банк-кредитор/банк/bank/bancos/banks/lenders/original lender/original lenders/initial lenders/finanziatore/finanziatori/banche finanziatrici/prestamista/prestamistas/acreedor/kreditgeber/darlehensgeber/kreditgeberin/
        prêteur/prêteurs/prêteurs initiaux/credor/credores/financiador/кредитор/кредиторы/借入先/借入金融機関/貸付人/貸主/贷款人/贷款行/贷款方/貸款行/대주/대주단/대출기관""")),
    ("agent", _set("""agent/banca agente/banco agente/banque agent/facility agent/administrative agent/collateral agent/security trustee/paying agent/security agent/agente/agente de la facilidad/kreditagent/agentin/sicherheitenagent/agent du crédit/agent des sûretés/агент/
        エージェント/agente administrativo/agente fiduciário/agente di garanzia/代理行/대리기관/대리은행/agent administratif""")),
    ("end beneficiary", _set("end user/end customer/end beneficiary/ultimate user/utente finale/beneficiario finale/usuario final/endkunde/endnutzer/utilisateur final/client final/usuário final/конечный пользователь/最終利用者/エンドユーザー/最终用户/最終用戶/최종 이용자/최종 사용자")),
    ("vendor", _set("vendor/supplier/hardware supplier/equipment vendor/fornitore/proveedor/lieferant/fournisseur/fornecedor/поставщик/サプライヤー/供給者/供应商/供應商/공급업체/공급사")),
    ("site operator", _set("data centre operator/data center operator/operator/site operator/betreiber/exploitant/operador/gestore/оператор/運営者/运营商/運營商/운영사")),
    ("landlord", _set("landlord/lessor/vermieter/bailleur/arrendador/locatore/арендодатель/賃貸人/出租人/임대인")),
    ("offtaker", _set("offtaker/customer/tenant/lessee/offtake customer/abnehmer/mieter/locataire/client/cliente/arrendatario/locatario/покупатель/arrendatário/賃借人/承租人/客户/客戶/고객/임차인")),
)  # fmt: skip

LABEL_ADJECTIVES = _set("""sole/mandated/lead/joint/original/initial/senior/the/co-/exclusive/global/left/mandaté/mandatés/mandatée/principal/principaux/principali/principale/principales/exclusif/unique/mandatario/mandataria/mandatari/
    mandatarios/único/única/únicos/initiaux/initial/originario/originari/iniziale/iniziali/inicial/iniciales/iniciais/líder/alleiniger/alleinige/ursprüngliche/gemeinsame/beauftragte/beauftragter/основной/первоначальный""")
FIELD_LABELS = (
    ("facility.amount", _set("""amount/facility amount/facility/facilities/facility size/size/loan amount/principal amount/principal/total commitments/commitment/commitments/aggregate commitments/total facility/
        importo/importo del finanziamento/importe/importe del préstamo/monto/kreditbetrag/darlehensbetrag/kreditvolumen/darlehenssumme/volumen/betrag/nennbetrag/gesamtbetrag/kreditlinie/montant/montant du crédit/
        montant du prêt/montant en principal/montant total/crédit/valor/valor do empréstimo/montante/сумма/сумма кредита/融資金額/貸付金額/融資総額/貸付極度額/極度額/借入金額/貸付総額/元本/金额/贷款金额/贷款额度/
        融资金额/貸款金額/貸款額度/金額/대출금액/대출 금액/대출한도/금액/total commitment/montant maximal/montant maximum/融資額/借入極度額""")),
    ("facility.tenor", _set("""tenor/term/loan term/duration/tenor and maturity/durata/plazo/laufzeit/kreditlaufzeit/durée/maturité/prazo/срок/срок кредита/期間/貸付期間/融資期間/借入期間/期限/贷款期限/貸款期限/만기/대출기간/기간""")),
    ("facility.maturity", _set("""maturity/maturity date/final maturity/final maturity date/termination date/scadenza/vencimiento/fecha de vencimiento/endfälligkeit/fälligkeit/fälligkeitstag/fälligkeitsdatum/rückzahlungstag/
        échéance/échéance finale/date d'échéance/date d'échéance finale/date de maturité/vencimento/дата погашения/最終返済日/最終返済期日/満期日/満期/返済期日/最終弁済期日/到期日/最终到期日/만기일/최종만기일""")),
    ("event.signed", _set("signing date/date of agreement/signing/data di firma/fecha de firma/unterzeichnung/unterzeichnungstag/vertragsdatum/date de signature/data de assinatura/дата подписания/調印日/契約締結日/締結日/签署日期/签约日/簽約日/체결일/약정일")),
    ("event.closed", _set("closing date/closing/financial close/chiusura/cierre/abschluss/date de closing/date de clôture/fechamento/クロージング日/実行日/貸付実行日/交割日/실행일/인출일")),
    ("facility.purpose", _set("purpose/use of proceeds/scopo/uso dei proventi/destino/destino de los fondos/objeto/verwendungszweck/zweck/mittelverwendung/objet/utilisation des fonds/objet du crédit/finalidade/destinação/цель/資金使途/使途/用途/贷款用途/貸款用途/자금용도/용도")),
    ("facility.security", _set("security/collateral/security package/garanzie/garantías/garantía/sicherheiten/besicherung/sûretés/garanties/garantias/обеспечение/залог/担保/担保権/担保物/擔保/抵押/담보")),
    ("facility.amortisation", _set("amortisation/amortization/repayment/repayment schedule/rimborso/amortización/amortisierung/tilgung/rückzahlung/amortissement/remboursement/amortização/погашение/返済方法/元本返済/返済/还款方式/還款方式/상환방법/상환")),
    ("facility.availability", _set("availability/availability period/drawdown period/periodo di disponibilità/periodo de disponibilidad/verfügbarkeitszeitraum/ziehungsfrist/période de disponibilité/période de tirage/貸付可能期間/引出可能期間/提款期/인출가능기간")),
)  # fmt: skip

# Words that tell what a percentage or a number of basis points is; the nearest one wins.
RATE_WORDS: tuple[tuple[str, Words], ...] = (
    ("margin", _both("margin* / spread / marge* / zinsmarge / kreditmarge / margine / margen / margem / маржа / маржи / маржей / спред* / aufschlag / premium over / over (sofr|euribor|sonia|benchmark|libor|tonar?|tibor|hibor|sora|bbsy|the benchmark) / (sofr|eur[ií]bor|sonia|libor|tonar?|tibor|hibor|sora|bbsy|estr|€str|bbsw)( rate)?( \\((1m|3m|6m)\\))?( (a )?\\d{1,2}[- ]?(m|mesi|mois|meses|monat\\w*|months?|мес\\w*))? (plus|\\+|zzgl\\.?|zuzüglich|majoré de|più|más|mais|плюс)", "スプレッド / マージン / 上乗せ / 利差 / 利幅 / 加点 / 가산금리 / 스프레드 / 加")),
    ("floor", _both("floor / floored / (euribor|sofr)( \\(|,? )(mindestens|minimum|minimo|mínimo|au moins) / nicht unter / zinsuntergrenze / mindestzins* / untergrenze / plancher / taux plancher / suelo / piso / soglia minima / minimo del tasso / пол ставки / floors", "フロア / 下限 / 下限金利 / 保底利率 / 利率下限 / 하한 / 플로어")),
    ("issue price", _both("issue price / issued at / priced at / reoffer price / offer price / ausgabepreis / ausgabekurs / emissionskurs / auszahlungskurs / begeben zu / prix d'émission / émis à / precio de emisión / prezzo di emissione / preço de emissão / цена размещения / цена выпуска / cents on the dollar / of par / of face value", "発行価格 / 発行価額 / 发行价 / 發行價 / 발행가 / 발행가격")),
    ("oid", _both("oid / original issue discount / discount / disagio / abschlag / décote / décote d'émission / descuento / desconto / sconto di emissione / дисконт*", "割引 / ディスカウント / 折扣 / 折价 / 할인")),
    ("fee upfront", _both("upfront fee* / up-front fee* / participation fee / closing fee / abschlussgebühr / bearbeitungsgebühr / bearbeitungsentgelt / einmalgebühr / upfront-gebühr / commission initiale / commission de participation / frais de dossier / commissione upfront / comisión de apertura / comissão inicial / единовременная комиссия", "アップフロントフィー / アップフロント・フィー / 前端費 / 前端费 / 취급수수료 / 선취수수료 / 업프런트")),
    ("fee arrangement", _both("arrangement fee* / structuring fee* / underwriting fee* / arrangierungsgebühr / arrangierungsprovision / strukturierungsgebühr / commission d'arrangement / commission de structuration / commissione di organizzazione / commissione di strutturazione / comisión de estructuración / comissão de estruturação / комиссия за организацию", "アレンジメントフィー / アレンジメント・フィー / アレンジャーフィー / 组织费 / 安排费 / 安排費 / 주선수수료")),
    ("fee commitment", _both("commitment fee* / undrawn fee* / unused fee* / ticking fee* / bereitstellungsprovision / bereitstellungszins* / bereitstellungsgebühr / commission d'engagement / commission de non-utilisation / commissione di impegno / commissione di mancato utilizzo / comisión de disponibilidad / comisión de compromiso / comissão de compromisso / комиссия за обязательство / комиссия за неиспользование", "コミットメントフィー / コミットメント・フィー / コミットメントライン手数料 / 承诺费 / 承諾費 / 약정수수료 / 한도약정수수료 / 미사용수수료")),
    ("fee agency", _both("agency fee* / agenturgebühr / agentengebühr / commission d'agent / frais d'agent / commissione di agenzia / comisión de agencia", "エージェントフィー / エージェント・フィー / 代理费 / 代理費 / 대리수수료")),
    ("fee exit", _both("end[- ]of[- ]term (fee|payment|charge)* / final payment fee / back[- ]end fee* / exit fee* / prepayment (fee|premium|penalty)* / make-?whole / call premium / vorfälligkeitsentschädigung / indemnité de remboursement anticipé / commission de sortie / penale di estinzione / comisión de cancelación", "期限前弁済手数料 / 期限前返済手数料 / 提前还款费 / 提前還款費 / 조기상환수수료 / 중도상환수수료")),
    ("default interest", _both("default interest / default rate / verzugszins* / intérêts de retard / intérêt de retard / interessi di mora / interés de demora / juros de mora", "遅延損害金 / 遅延利息 / 罚息 / 罰息 / 연체이자")),
    ("rate", _both("verzinst / rémunéré\\w* à / remunerad\\w a / coupon / coupons / interest rate / fixed rate / all-in yield / effective rate / rate of interest / annual interest / interest of / zinssatz / zinscoupon / kupon / festzins* / verzinsung / zins / nominalzins* / taux d'intérêt / taux fixe / taux / cupón / tipo de interés / interés anual / tasso / cedola / tasso fisso / taxa de juros / juros / cupom / ставка / ставке / ставкой / купон* / (senior |secured |convertible |unsecured )?(notes|bonds) (due|maturing)?", "固定金利 / 金利 / 年利 / 利率 / 年利率 / クーポン / 票面利率 / 금리 / 이자율 / 연이율")),
    ("advance rate", _both("advance rate / tasso di anticipo / tasa de anticipo / taux d'avance / taux d'avance sur actifs / quotité (de financement|finançable|d'emprunt)? / beleihungssatz / beleihungsgrenze / taxa de adiantamento / ставка авансирования / доля финансирования", "前貸し率 / アドバンスレート / アドバンス・レート / 掛け目 / 掛目 / 垫款率 / 预付率 / 貸款成數上限 / 선급률 / 담보인정률")),
    ("share", _both("stake / share of / of the (debt|cost|costs|capex|equity|loan|financing|capacity|purchase price|shares) / anteil / quota / participación / participation au capital / доля / доли / per cent of the / owned by / discount rate / growth / yield on", "出資比率 / 株式 / 股份 / 股权 / 지분")),
)  # fmt: skip

COVENANTS: tuple[tuple[str, Words], ...] = (
    ("loan to value", _both("ltv / loan-to-value( ratio)? / loan to value( ratio)? / beleihungsauslauf / beleihungsquote / beleihungswert / ratio prêt-valeur / ratio prêt/valeur / rapporto ltv / соотношение кредита к стоимости", "ltv / 貸出価値比率 / 贷款价值比 / 貸款價值比 / 貸款成數 / 담보인정비율")),
    ("debt service cover", _both("dscr / debt service cover(age)?( ratio)? / schuldendienstdeckungsgrad / kapitaldienstdeckung* / ratio de couverture du service de la dette / cobertura del servicio de la deuda / cobertura do serviço da dívida / copertura del servizio del debito / коэффициент покрытия долга", "dscr / 債務返済余裕率 / 偿债备付率 / 償債覆蓋率 / 偿债覆盖率 / 부채상환비율 / 원리금상환비율")),
    ("loan life cover", _both("llcr / loan life cover(age)?( ratio)?", "llcr")),
    ("leverage", _both("leverage / senior leverage / net leverage( ratio)? / leverage ratio / total leverage / net debt(/| to )ebitda / debt(/| to )ebitda / verschuldungsgrad / nettoverschuldung(/| zu )ebitda / nettoverschuldungsgrad / ratio de levier / ratio d'endettement / levier net / apalancamiento / leva finanziaria / alavancagem / чистый долг/ebitda", "レバレッジ / 純有利子負債/ebitda / ネット・レバレッジ / 杠杆率 / 槓桿 / 레버리지 / 부채비율")),
    ("interest cover", _both("icr / interest cover(age)?( ratio)? / zinsdeckungsgrad / zinsdeckung* / ratio de couverture des intérêts / cobertura de intereses", "インタレスト・カバレッジ / インタレストカバレッジ / 利息保障倍数 / 利息覆蓋 / 이자보상배율")),
    ("minimum liquidity", _both("min\\.? (liquidity|cash( balance)?) / minimum (unrestricted )?cash( balance)? / (liquidity|unrestricted cash)(?=:? ?(of |to be )?(at least|not less|no less|≥|>|min)) / minimum liquidity / minimum cash / mindestliquidität / liquidité minimum / liquidité minimale / trésorerie minimale / liquidez mínima / liquidità minima", "最低流動性 / 最低現預金 / 現預金残高 / 最低现金 / 最低流动性 / 최소 유동성 / 최소 현금")),
    ("equity ratio", _both("equity ratio / eigenkapitalquote / ratio de fonds propres / tangible net worth / net worth", "自己資本比率 / 純資産 / 权益比率 / 자기자본비율")),
    ("utilisation", _both("(?<!non-)utili[sz]ation rate / auslastung / taux d'utilisation", "稼働率 / 利用率 / 가동률")),
)  # fmt: skip
AT_MOST = _both(
    "at most / (not|no) (be )?above / (not|never|no)( \\w{1,6}){0,3} (greater|higher|more) than / not be above / maximal\\w{0,2} / máxim\\w{1,3} / massim\\w / cap(ped)? (of|at) / max / maximum / not exceed* / not to exceed / no more than / not more than / below / less than / höchstens / maximal / nicht übersteigen / nicht überschreiten / unter / inférieur* à / au plus / maximal / ne doit pas dépasser / ne pas excéder / ≤ / <= / < / massimo / non superiore / máxim[ao] / massim[ao] / no superior / inferior / не более / не выше / up to / maximal zulässig*",
    "以下 / 未満 / 上限 / 超えない / 最大 / 不超过 / 不得超过 / 不超過 / 不高于 / 不高於 / 이하 / 미만 / 최대 / 초과하지",
)
AT_LEAST = _both(
    "at least / (not|never|no|at no time)( \\w{1,6}){0,4} (less|lower) than / (not|never) (fall|drop|be|go|decline) below / (does|shall|will|may|must) not (at any time )?(fall|drop|be|go) below / remain above / min\\.? / min / minimum / not less than / no less than / above / mindestens / nicht unter / über / supérieur* à / au moins / minimal* / ≥ / >= / > / minimo / non inferiore / mínim[ao] / minim[ao] / no inferior / superior / не менее / не ниже",
    "以上 / 下回らない / 維持 / 最低 / 不低于 / 不低於 / 不少于 / 不少於 / 이상 / 최소",
)
BASES = (
    ("SOFR", Cue("s\\s?\\+\\s?\\d{2,4}")), ("EURIBOR", Cue("e\\s?\\+\\s?\\d{2,4}")),
    ("TERM_SOFR", Cue("term sofr / term-sofr / cme term sofr")), ("SOFR", Cue("sofr")), ("EURIBOR", Cue("euribor / euríbor")), ("SONIA", Cue("sonia")), ("ESTR", Cue("€str / estr")), ("SORA", Cue("sora")),
    ("HIBOR", Cue("hibor")), ("TIBOR", Cue("tibor")), ("TONA", Cue("tona / tonar / torf")), ("LIBOR", Cue("libor")), ("BBSY", Cue("bbsy / bbsw")), ("KLIBOR", Cue("klibor")), ("LPR", Cue("lpr")),
    ("CD91", Cue("cd금리 / cd 금리 / 91일물 cd", cjk=True)), ("KEY_RATE", Cue("ключевая ставка / ключев\\w{2} ставк* / ключев\\w{2} (плюс|\\+)")), ("CDI", Cue("cdi")),
)  # fmt: skip
