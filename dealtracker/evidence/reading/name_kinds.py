"""What a name says of its bearer: a bank, a fund, or nothing that is sure."""

from __future__ import annotations

import re

LEGAL = re.compile(
    r"[,\s]+(?:inc|corp|corporation|ltd|limited|llc|plc|gmbh|ag|se|sa|s\.a|spa|s\.p\.a|s\.r\.l|srl|nv|n\.v|bv|ab|as|asa|aps|oyj?|kk|sas|sasu|sarl|kg|kgaa|ug|ltda|pty|pvt|private|tbk|pjsc|jsc|k\.k|g\.k|slu?|s\.l\.?u?|s\.a\. de c\.v|sa de cv|company|bhd|pte|sdn|lp|llp)\.?$",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"(?i)bank(?:en)?\b|\bbank(?:haus|inter|ia)\b|banco|banque|banca(?!d)|crédit (?:agricole|mutuel)|sparkasse|\bcaixa\b|\bcaisse\b|\bcassa\b|\bcaja\b|银行|銀行|은행|банк|証券|证券|證券|증권|信用金庫|信託"
)
_FUND = re.compile(
    r"(?:capital|credit|partners|investors|investments?|asset management|investment management|private credit|equity|lending|kreditfonds|investimentos|investimenti|inversiones|inversi[oó]n|investissements?|beteiligungen|gest[aã]o|gesti[oó]n|gestion|sgr|kapital|キャピタル|パートナーズ|リース|ファイナンス|资本|資本|캐피탈|캐피털|자산운용|파트너스)$",
    re.IGNORECASE,
)
_TRADE = re.compile(  # what a firm does, told by the last word of its name, whatever its first is made of: "Quarrybank Compute"
    r"(?i)(?:\s|^)(?:comput(?:e|ing|o|ação)|cómputo|calcul|calcolo|cloud|nuvem|ai|ia|ki|datos|dados|dati|données|data|data\s?(?:centers?|centres?)|datacenters?|hyperscale|"
    r"networks?|infrastructure|robotics|software|labs|render|rechenwerke?|semiconductors?|technolog(?:y|ies)|tecnolog[ií]as?|systems?|energy|telecom|mining|intelligence)$"
)


def kind_of(written: str) -> str:
    """bank, fund, or unknown, by the words of a name."""
    bare = written
    while (cut := LEGAL.sub("", bare)) != bare:
        bare = cut
    if _TRADE.search(bare):
        return "unknown"
    if _BANK.search(written):
        return "bank"
    return "fund" if _FUND.search(bare) else "unknown"
