"""Countries by ISO 3166-1 alpha-2 code (and XK, user-assigned, for Kosovo): short English names, and codes by a name in English."""

from __future__ import annotations

import difflib
import re
import unicodedata

_TABLE = """
AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|AO Angola
AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|AX Åland Islands|AZ Azerbaijan
BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi
BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|BO Bolivia|BQ Caribbean Netherlands|BR Brazil|BS Bahamas|BT Bhutan
BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|CA Canada|CC Cocos Islands|CD Congo (Kinshasa)
CF Central African Republic|CG Congo (Brazzaville)|CH Switzerland|CI Côte d’Ivoire|CK Cook Islands|CL Chile|CM Cameroon
CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cabo Verde|CW Curaçao|CX Christmas Island|CY Cyprus|CZ Czechia
DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt
EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|FO Faroe Islands
FR France|GA Gabon|GB United Kingdom|GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar
GL Greenland|GM Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GS South Georgia|GT Guatemala|GU Guam
GW Guinea-Bissau|GY Guyana|HK Hong Kong|HM Heard and McDonald Islands|HN Honduras|HR Croatia|HT Haiti|HU Hungary
ID Indonesia|IE Ireland|IL Israel|IM Isle of Man|IN India|IO British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland
IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros
KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon
LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya
MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia
ML Mali|MM Myanmar|MN Mongolia|MO Macao|MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta
MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger
NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman
PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland
PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestine|PT Portugal|PW Palau|PY Paraguay|QA Qatar
RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden
SG Singapore|SH Saint Helena|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|SM San Marino|SN Senegal
SO Somalia|SR Suriname|SS South Sudan|ST São Tomé and Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini
TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo|TH Thailand|TJ Tajikistan|TK Tokelau
TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye|TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania
UA Ukraine|UG Uganda|UM United States Outlying Islands|US United States|UY Uruguay|UZ Uzbekistan|VA Vatican City
VC Saint Vincent and the Grenadines|VE Venezuela|VG British Virgin Islands|VI US Virgin Islands|VN Vietnam|VU Vanuatu
WF Wallis and Futuna|WS Samoa|XK Kosovo|YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe
"""
NAMES: dict[str, str] = {entry[:2]: entry[3:] for line in _TABLE.strip().splitlines() for entry in line.split("|")}
# The codes of three letters, in the order of the table.
_ALPHA_3 = """
AND ARE AFG ATG AIA ALB ARM AGO ATA ARG ASM AUT AUS ABW ALA AZE BIH BRB BGD BEL BFA BGR BHR BDI BEN BLM BMU BRN BOL BES BRA
BHS BTN BVT BWA BLR BLZ CAN CCK COD CAF COG CHE CIV COK CHL CMR CHN COL CRI CUB CPV CUW CXR CYP CZE DEU DJI DNK DMA DOM DZA
ECU EST EGY ESH ERI ESP ETH FIN FJI FLK FSM FRO FRA GAB GBR GRD GEO GUF GGY GHA GIB GRL GMB GIN GLP GNQ GRC SGS GTM GUM GNB
GUY HKG HMD HND HRV HTI HUN IDN IRL ISR IMN IND IOT IRQ IRN ISL ITA JEY JAM JOR JPN KEN KGZ KHM KIR COM KNA PRK KOR KWT CYM
KAZ LAO LBN LCA LIE LKA LBR LSO LTU LUX LVA LBY MAR MCO MDA MNE MAF MDG MHL MKD MLI MMR MNG MAC MNP MTQ MRT MSR MLT MUS MDV
MWI MEX MYS MOZ NAM NCL NER NFK NGA NIC NLD NOR NPL NRU NIU NZL OMN PAN PER PYF PNG PHL PAK POL SPM PCN PRI PSE PRT PLW PRY
QAT REU ROU SRB RUS RWA SAU SLB SYC SDN SWE SGP SHN SVN SJM SVK SLE SMR SEN SOM SUR SSD STP SLV SXM SYR SWZ TCA TCD ATF TGO
THA TJK TKL TLS TKM TUN TON TUR TTO TUV TWN TZA UKR UGA UMI USA URY UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM MYT ZAF
ZMB ZWE
"""
# Names and abbreviations that people and lists write beside the short ones, folded. "Korea" alone is no one country.
_ALSO = {
    "korea north": "KP", "korea south": "KR", "korea republic of": "KR", "republic of korea": "KR",
    "korea democratic peoples republic of": "KP", "burma": "MM", "czech republic": "CZ", "russian federation": "RU",
    "iran islamic republic of": "IR", "turkey": "TR", "congo democratic republic of the": "CD", "congo republic of the": "CG",
    "the gambia": "GM", "the bahamas": "BS", "syrian arab republic": "SY", "taiwan province of china": "TW",
    "viet nam": "VN", "macau": "MO", "macau sar": "MO", "macao sar": "MO", "hong kong sar": "HK", "cabo verde": "CV",
    "united states of america": "US", "great britain": "GB", "moldova republic of": "MD", "west bank": "PS",
    "palestinian": "PS", "region gaza": "PS", "cote d ivoire": "CI", "ivory coast": "CI",
    "north macedonia the republic of": "MK", "the netherlands": "NL", "holland": "NL", "mainland china": "CN",
    "peoples republic of china": "CN", "kingdom of saudi arabia": "SA", "uk": "GB", "u k": "GB", "el": "GR",
    "u s": "US", "u s a": "US", "uae": "AE", "u a e": "AE", "prc": "CN", "p r c": "CN", "roc": "TW", "rok": "KR",
    "dprk": "KP", "ksa": "SA", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "bvi": "VG", "emirates": "AE", "saudi": "SA",
}  # fmt: skip


def country_code(text: str) -> str | None:
    """The code that a code in any case, an English name or a usual abbreviation means; None for anything else."""
    code = unicodedata.normalize("NFKC", text).strip()
    return code.upper() if code.isascii() and code.upper() in NAMES else _CODES.get(_folded(text))


def wrong_country(text: str) -> str:
    """What is wrong with a code, and which one may have been meant; "" for a code of the table."""
    if text in NAMES:
        return ""
    meant = country_code(text)
    near = [meant] if meant else difflib.get_close_matches(text.upper(), NAMES, 3, 0.5)
    hint = f"; did you mean {' or '.join(f'{code} ({NAMES[code]})' for code in near)}?" if near else ""
    return f'"{text[:20]}" is not a country code of ISO 3166, two capital letters{hint}'


def _folded(text: str) -> str:
    """Case, accents and punctuation put aside."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    return " ".join(re.findall(r"[a-z]+", "".join(c for c in letters if not unicodedata.combining(c)), re.ASCII))


_CODES = {_folded(name): code for code, name in NAMES.items()} | _ALSO
_CODES |= {three.lower(): code for three, code in zip(_ALPHA_3.split(), NAMES, strict=True)}
