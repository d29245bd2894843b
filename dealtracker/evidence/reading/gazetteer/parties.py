"""Parties of the deals on record, the banks and firms around them, and the newsrooms that report: name | kind | country | other names."""

PARTIES = """
PaleBlueDot AI | company | US | PaleBlueDot, Pale Blue Dot AI, Pale Blue Dot, Palebluedot ai, PaleBlueDotAI, ペールブルードットAI, ペールブルードット AI, ペールブルードット, ペイルブルードット, ペイルブルードットAI, 페일블루닷AI, 페일블루닷 AI, 페일블루닷, 팔레블루닷, 淡蓝点, 淡藍點
Xiaohongshu | platform | CN | RedNote, Red Note, Rednote, 小红书, 小紅書, 샤오훙수, 샤오홍수, シャオホンシュー, レッドノート, Сяохуншу, Little Red Book, 레드노트
JPMorgan Chase & Co. | bank | US | JPMorgan, JP Morgan, J.P. Morgan, J.P. Morgan Chase, JPMorgan Chase, JP Morgan Chase, J.P.Morgan, JPモルガン, JPモルガン・チェース, ＪＰモルガン, 摩根大通, 小摩, JP모건, JP모간, JP모건체이스, JP모건 체이스, Джей Пи Морган, Джи-Пи Морган
Nvidia | chipmaker | US | NVIDIA Corp, Nvidia Corp., エヌビディア, 英伟达, 輝達, 辉达, 英偉達, 엔비디아, Энвидиа, 엔비디아코리아, Nvida
CoreWeave | company | US | CoreWeave Inc., コアウィーブ, 코어위브
CoreWeave Compute Acquisition Co. VIII, LLC | spv | US | CoreWeave Compute Acquisition Co. VIII
CoreWeave Financing DDTL V, LLC | spv | US | CoreWeave Financing DDTL V
Magnetar Capital | fund | US | Magnetar, Magnetar Financial
Blackstone | fund | US | Blackstone Inc., Blackstone Tactical Opportunities, Blackstone Credit & Insurance, ブラックストーン, 黑石, 黑石集团, 黑石集團, 블랙스톤
YTL | company | MY | YTL Power International, YTL Power, YTL Corp, 杨忠礼
Shanghai DC-Science | company | CN | Shanghai DC-Science Co., DC-Science, 上海科众恒盛, 数据港科
MN Holdings Bhd | company | MY | MN Holdings
Lambda | company | US | Lambda Labs, Lambda Inc., ラムダ, 람다
Macquarie Group | bank | AU | Macquarie, マッコーリー, 麦格理, 麥格理, 맥쿼리, Macquarie Group Ltd.
Macquarie Asset Management | fund | AU | MAM
Zdata Technologies | company | CN | Zdata, ZDATA Technologies Co.
Computility Technology (Malaysia) | company | MY | Computility Technology
Tropicana Corporation | company | MY | Tropicana Corp
ByteDance | platform | CN | 字节跳动, 字節跳動, バイトダンス, 바이트댄스, Bytedance
TikTok | platform | CN | 抖音, ティックトック, 틱톡
Alibaba Group | platform | CN | Alibaba, Alibaba Group Holding, 阿里巴巴, アリババ, 알리바바, Алибаба
Tencent | platform | CN | Tencent Holdings, 腾讯, 騰訊, テンセント, 텐센트
Baidu | platform | CN | 百度, バイドゥ, 바이두
Applied Digital | company | US | Applied Digital Corp
APLD Compute | spv | US |
SMBC | bank | JP | Sumitomo Mitsui Banking Corp, Sumitomo Mitsui Banking Corporation, Sumitomo Mitsui, Sumitomo Mitsui Financial Group, 三井住友銀行, 三井住友, 三井住友银行, 미쓰이스미토모
First National Bank of Omaha | bank | US |
Yotta Data Services | company | IN | Yotta, Yotta Infrastructure, ヨッタ, 요타
Hiranandani Group | company | IN | Hiranandani
Firmus Technologies | company | AU | Firmus
Crusoe | company | US | Crusoe Energy, Crusoe Energy Systems, Crusoe AI
Blue Owl Capital | fund | US | Blue Owl, ブルー・アウル, ブルーアウル, 蓝鹰资本
Primary Digital Infrastructure | company | US |
Newmark | company | US | Newmark Group
Oracle | company | US | Oracle Corp, Oracle Corp., オラクル, 甲骨文, 오라클
OpenAI | company | US | オープンAI, 오픈AI
Fluidstack | company | GB | FluidStack
G42 | company | AE |
SoftBank Group | company | JP | SoftBank, SoftBank Group Corp, ソフトバンク, ソフトバンクグループ, 软银, 軟銀, 软银集团, 소프트뱅크, 소프트뱅크그룹
Cisco | company | US | Cisco Systems
Firebird AI | company | US | Firebird.ai, Firebird
Dell | company | US | Dell Technologies, デル・テクノロジーズ, デル, 델 테크놀로지스, 戴尔, 델
Telecom Armenia | company | AM |
Vantage Data Centers | company | US | Vantage
MUFG | bank | JP | MUFG Bank, Mitsubishi UFJ, Mitsubishi UFJ Financial Group, 三菱UFJ銀行, 三菱UFJ, 三菱日联, 미쓰비시UFJ
Gazprombank | bank | RU | Газпромбанк*
Mizuho Securities | bank | JP | みずほ証券, 瑞穗证券, 瑞穗證券, 미즈호증권
Mizuho | bank | JP | Mizuho Bank, Mizuho Financial Group, みずほ銀行, みずほ, 瑞穗银行, 瑞穗銀行, 瑞穗, 瑞穗金融, 미즈호, 미즈호은행
Wells Fargo | bank | US | 富国银行, ウェルズ・ファーゴ, 웰스파고
BNP Paribas | bank | FR | BNPパリバ, 法国巴黎银行, BNP파리바
Goldman Sachs | bank | US | Goldman Sachs Group, Goldman, ゴールドマン・サックス, ゴールドマン, 高盛, 골드만삭스
Morgan Stanley | bank | US | モルガン・スタンレー, 摩根士丹利, 大摩, 모건스탠리, 모간스탠리
Societe Generale | bank | FR | Société Générale, SocGen, 法国兴业银行, ソシエテ・ジェネラル
Credit Agricole | bank | FR | Crédit Agricole, Crédit Agricole CIB
Natixis | bank | FR |
Citigroup | bank | US | Citi, Citibank, シティグループ, 花旗, 花旗集团, 花旗銀行, 씨티그룹
Bank of America | bank | US | BofA, バンク・オブ・アメリカ, 美国银行, 美國銀行, 뱅크오브아메리카
Barclays | bank | GB | バークレイズ, 巴克莱, 바클레이스
HSBC | bank | GB | HSBC Holdings, 汇丰, 滙豐, 匯豐, 汇丰银行
Standard Chartered | bank | GB | 渣打, 渣打银行, 渣打銀行, スタンダードチャータード
Deutsche Bank | bank | DE | Deutschen Bank, ドイツ銀行, 德意志银行, 德銀, 도이체방크, Дойче банк
Commerzbank | bank | DE |
UBS | bank | CH | 瑞银, 瑞銀
ING | bank | NL | ING Groep
Santander | bank | ES | Banco Santander
BBVA | bank | ES |
UniCredit | bank | IT |
Intesa Sanpaolo | bank | IT | Intesa
Itaú | bank | BR | Itaú Unibanco, Itaú BBA
BNDES | bank | BR |
Sberbank | bank | RU | Сбербанк*, Сбер
VTB | bank | RU | ВТБ
DBS | bank | SG | DBS Bank, DBS Group, 星展, 星展银行, 星展銀行
OCBC | bank | SG | OCBC Bank, 华侨银行
UOB | bank | SG | United Overseas Bank, 大华银行
Maybank | bank | MY | Malayan Banking, 马来亚银行
CIMB | bank | MY |
KB Kookmin Bank | bank | KR | KB국민은행, 국민은행
Shinhan Bank | bank | KR | 신한은행, Shinhan
Hana Bank | bank | KR | 하나은행
Woori Bank | bank | KR | 우리은행
Korea Development Bank | bank | KR | KDB산업은행, 한국산업은행, 산업은행, KDB
Bank of China | bank | CN | 中国银行, 中國銀行
ICBC | bank | CN | 中国工商银行, 工商银行, 工行
Cathay United Bank | bank | TW | 國泰世華, 國泰世華銀行
CTBC | bank | TW | 中國信託, 中國信託銀行
PIMCO | fund | US | 太平洋投资管理, ピムコ
LuminArx Capital Management | fund | US | LuminArx
Apollo Global Management | fund | US | Apollo-managed funds, Apollo, アポロ, 阿波罗, 아폴로
Ares Management | fund | US | Ares
KKR | fund | US |
Carlyle | fund | US | Carlyle Group, カーライル, 凯雷
Brookfield | fund | CA | Brookfield Asset Management
BlackRock | fund | US | ブラックロック, 贝莱德, 블랙록
Oaktree Capital Management | fund | US | Oaktree
Two Seas Capital | fund | US |
Lucid Capital Markets | bank | US |
Coatue Management | fund | US | Coatue, コーチュー, 코튜
Situational Awareness | fund | US |
Valor Compute Infrastructure | spv | US | Valor Compute Infrastructure L.P., VCI
Valor Equity Partners | fund | US | Valor
xAI | company | US | xAI Holdings
SpaceX | company | US |
Meta Platforms | platform | US | Meta, Meta Platforms Inc, メタ, メタ・プラットフォームズ, 메타, 메타 플랫폼스
Google | platform | US | Alphabet, グーグル, 谷歌, 구글
Microsoft | company | US | マイクロソフト, 微软, 微軟, 마이크로소프트
Amazon | company | US | Amazon Web Services, AWS, アマゾン, 亚马逊, 亞馬遜, 아마존
Anthropic | company | US |
Cipher Mining | company | US | Cipher
TeraWulf | company | US |
WULF Compute | spv | US |
Flash Compute | spv | US |
Megaspeed International | company | SG | Megaspeed, Megaspeed International Pte
Speedmatrix Sdn Bhd | company | MY | Speedmatrix
Aivres Systems | company | US | Aivres
7Road | company | CN | 7Road Holdings
Datasection | company | JP | データセクション, Datasection Inc.
First Plus Financial Holdings | fund | SG | First Plus Financial
Giga Computing | company | TW | 技鋼科技
Inventec | company | TW | 英業達
Foxconn | company | TW | Hon Hai, 鴻海, 鸿海, 富士康, フォックスコン, 폭스콘
Supermicro | company | US | Super Micro Computer, Super Micro, スーパーマイクロ, 超微电脑, 슈퍼마이크로
Nscale | company | GB |
Nebius | company | NL | Nebius Group
Humain | company | SA |
National Infrastructure Fund | fund | SA |
Public Investment Fund | fund | SA | PIF
CDC Data Centres | company | AU |
SharonAI Holdings | company | US | SharonAI, Sharon AI, SharonAI Holdings Inc.
DayOne | company | SG | DayOne Data Centers
Bridge Data Centres | company | SG | Bridge Data Centers
GDS Holdings | company | CN | GDS, 万国数据
Equinix | company | US | エクイニクス
Digital Realty | company | US | デジタル・リアルティ
NTT Data | company | JP | NTTデータ, NTT DATA
KDDI | company | JP |
Sakura Internet | company | JP | さくらインターネット
Naver | platform | KR | 네이버, ネイバー
Kakao | platform | KR | 카카오
SK Telecom | company | KR | SK텔레콤, SKT
Samsung Electronics | company | KR | Samsung, 삼성전자, 三星电子, サムスン電子
AMD | chipmaker | US | Advanced Micro Devices
Intel | chipmaker | US | インテル, 英特尔, 인텔
Huawei | chipmaker | CN | Huawei Technologies, 华为, 華為, ファーウェイ, 화웨이
TSMC | company | TW | 台積電, 台积电
Mistral AI | company | FR | Mistral
Yandex | platform | RU | Яндекс*
DeepSeek | company | CN | 深度求索, ディープシーク, 딥시크
US Treasury | public body | US | U.S. Treasury, Treasury Department, US Treasury Department, 美国财政部, 美國財政部, 米財務省, 미 재무부, Минфин США
US Commerce Department | public body | US | Commerce Department, U.S. Commerce Department, 美国商务部, 美國商務部, 米商務省, 미 상무부
Moody's | agency | US | Moody's Ratings, ムーディーズ, 穆迪, 무디스
S&P Global | agency | US | S&P
Fitch | agency | US | Fitch Ratings
Bloomberg | media | US | Bloomberg News, Bloomberg Línea, Bloomberg Linea, ブルームバーグ, 彭博, 彭博社, 블룸버그, 블룸버그통신, Блумберг*, 彭博新聞社, 블룸버그 통신
Reuters | media | GB | Thomson Reuters, ロイター, ロイター通信, 路透, 路透社, 로이터, 로이터통신, Рейтер*
Financial Times | media | GB | FT, フィナンシャル・タイムズ, 金融时报, 金融時報, 파이낸셜타임스
Wall Street Journal | media | US | WSJ, The Wall Street Journal, 华尔街日报, 월스트리트저널
The Information | media | US |
New York Times | media | US | NYT, The New York Times
Nikkei | media | JP | 日経, 日本経済新聞, 日经, Nikkei Asia
ServerNews | media | RU |
3DNews | media | RU |
ETtoday | media | TW |
Yonhap | media | KR | 연합뉴스
CNBC | media | US |
TechCrunch | media | US |
Handelsblatt | media | DE |
Les Echos | media | FR | Les Échos
Il Sole 24 Ore | media | IT |
Kommersant | media | RU | Коммерсант*
Expansión | media | ES |
Valor Econômico | media | BR |
The Straits Times | media | SG | Straits Times
Business Times | media | SG | The Business Times
Barron's | media | US |
Forbes | media | US |
"""
