"""A labelled set of fictional names: what is listed, who asks, and whether the two are one. Nothing of it is real."""

from __future__ import annotations

from dataclasses import dataclass

from parties.screening.rules import Name, Side


@dataclass(frozen=True)
class Labelled:
    """One pair; `theme` is what makes it hard, `same` what a person who knows both would say."""

    theme: str
    party: Side
    listed: Side
    same: bool


def _side(text: str) -> Side:
    """"Name / Name @CN,HK #lei:… !person" as a side."""
    kind, numbers, lands, words = "company", set[tuple[str, str]](), frozenset[str](), []
    for word in text.split():
        if word.startswith("!"):
            kind = word[1:]
        elif word.startswith("@"):
            lands = frozenset(word[1:].split(","))
        elif word.startswith("#"):
            scheme, _, value = word[1:].partition(":")
            numbers.add((scheme, value))
        else:
            words.append(word)
    names = tuple(Name(name.strip()) for name in " ".join(words).split(" / "))
    return Side(kind, names, lands, frozenset(numbers))


# theme: party | listed, "=" for the same and "≠" for two.
_PAIRS = """
legal forms: Alderwood Microdevices @CN = Alderwood Microdevices Co., Ltd. @CN
legal forms: Alderwood Microdevices Limited @CN = ALDERWOOD MICRODEVICES CO LTD @CN
legal forms: Birchfield Optics GmbH @DE = Birchfield Optics Gesellschaft mit beschränkter Haftung @DE
legal forms: Cedar Gate Trading LLC @AE = CEDAR GATE TRADING L.L.C. @AE
legal forms: PT Dogwood Nusantara @ID = Dogwood Nusantara, PT @ID
legal forms: ООО Еловый Берег @RU = ELOVYI BEREG OOO @RU
legal forms: Elmshore Holdings SA @LU = Elmshore Holdings S.A. @LU
legal forms: Firth & Fen AG @CH = Firth and Fen Aktiengesellschaft @CH
legal forms: Gorse Hill Capital Pte. Ltd. @SG = Gorse Hill Capital Private Limited @SG
legal forms: 株式会社ハシバミ電子 @JP = ハシバミ電子 @JP
legal forms: 青柳微电子有限公司 @CN = 青柳微电子股份有限公司 @CN
legal forms: Hazel Bank Shipping S.p.A. @IT = Hazel Bank Shipping SPA @IT
spelling: Ivory Larch Semiconductors @CN = Ivory Larch Semiconductor @CN
spelling: Juniperion Dynamics @IR = Junyperion Dynamics @IR
spelling: Kestrel Vale Avionics @IR = Kestrel Valle Avionics @IR
spelling: Larkspur Telematika @BY = Larkspur Telematica @BY
spelling: Mapleton Quantum Institute @CN = Mappleton Quantum Institute @CN
spelling: NorthernAsh Robotics @CN = Northern Ash Robotics @CN
spelling: Oakhurst-Meridian Aerospace @RU = Oakhurst Meridian Aerospace @RU
spelling: Poplar Strait Logistics @KP = Poplar Straight Logistics @KP
spelling: Quince Délta Engineering @SY = Quince Delta Engineering @SY
spelling: Rowanfield Instruments @RU = Rowenfield Instruments @RU
spelling: Sycamore Hydrodynamics Bureau @RU = Sycamore Hydrodinamics Bureau @RU
spelling: Tamarack Photonic Systems @CN = Tamarak Photonic Systems @CN
word order: Institute of Underwater Alder Acoustics @CN = Underwater Alder Acoustics Institute @CN
word order: Rowan Peter Oakes !person = OAKES, Rowan Peter !person
word order: Yarrow Bank of Commerce @IR = Commerce Bank of Yarrow @IR
word order: Trading House Umberwood @RU = Umberwood Trading House @RU
scripts: Алдерберг Электрон @RU = Alderberg Elektron @RU
scripts: Берёзовая Гавань @RU = Berezovaya Gavan @RU
scripts: Вереск Технополис @RU = Veresk Tekhnopolis @RU
scripts: 삼나무정밀 @KR = 삼나무정밀 / Samnamu Jeongmil @KR
scripts: ヤナギシステム @JP = Yanagi Shisutemu @JP
scripts: 紅柳雲計算 @CN = 红柳云计算 / Hongliu Cloud Computing @CN
scripts: 붉은오리나무 @KP = Bulgeunorinamu @KP
scripts: Δρυάς Ναυτιλιακή @GR = Dryas Naftiliaki / Dryas Naytiliaki @GR
scripts: Hongsha Zhineng / 红杉树智能 @CN = 紅杉樹智能 @CN
scripts: Липовая Роща Судостроение @RU = Lipovaya Roshcha Sudostroenie @RU
look-alikes: Аlderwооd Мicrodevices @CN = Alderwood Microdevices @CN
look-alikes: Bіrchfіeld Optіcs @DE = Birchfield Optics @DE
look-alikes: Ｃｅｄａｒ Ｇａｔｅ Ｔｒａｄｉｎｇ @AE = Cedar Gate Trading @AE
look-alikes: Dоgwооd Νusаntаra @ID = Dogwood Nusantara @ID
look-alikes: Еlmshоrе Ноldings @LU = Elmshore Holdings @LU
acronyms: QMVT @CN = Qinghe Micro Vision Technology @CN
acronyms: Juniper Defence Research Organisation @IR = JDRO @IR
acronyms: TBRC @RU = Tundra Birch Radio Complex / TBRC @RU
acronyms: Willow Integrated Circuit Corp @CN = WICC @CN
acronyms: YRSB @RU = Yarrow River Shipbuilding Bureau @RU
identifiers: Zelkova Partners #lei:5493001KJTIIGC8Y1R12 = Vantage of Linden #lei:5493001KJTIIGC8Y1R12
identifiers: Renamed Recently @CN #registry:91440300TEST01 = Formerly Known Otherwise @CN #registry:91440300TEST01
aliases: Umbra Willow / Old Alder Works @RU = Alder Works / Old Alder Works @RU
aliases: Fernhill Data Centre @MY = Nettlebed Sdn Bhd / Fernhill Data Centre Sdn Bhd @MY
aliases: Thornberry Cloud @CN = Thornberry Cloud Computing Technology (Guiyang) @CN
aliases: Whin Moor Compute International = Whin Moor Compute @CN
scripts: Xibei Huaiyang Yanjiuyuan @CN = 西北槐杨研究院 @CN
acronyms: GHCS @CN = Gorse Heath Circuit Systems @CN
spelling: Vetch & Clover Marine @MT = Vetch und Clover Marine @MT
namesakes: Pacific Alder Shipping @SG ≠ Pacific Sumac Shipping @SG
namesakes: Alder Fund II LP @US ≠ Alder Fund III LP @US
namesakes: Alder Fund 4 @US ≠ Alder Fund 5 @CN
namesakes: Northern Ash Bank @SE ≠ Northern Elm Bank @SE
namesakes: Cedar Gate Trading @AE ≠ Cedar Gate Trading @BR
namesakes: Rowan Oakes !person ≠ Rowan Oakes Trading @SY
namesakes: Birch Optics @DE ≠ Birch Optima @IR
namesakes: Global Technology Holdings @US ≠ Global Technology Investments @IR
namesakes: National Research Institute @JP ≠ International Research Institute @RU
namesakes: Elmshore Holdings #lei:5493001KJTIIGC8Y1R12 ≠ Elmshore Holding #lei:213800D1EI4B9WTWWD28
namesakes: 54 Research Institute of Alder @CN ≠ 45 Research Institute of Alder @CN
namesakes: Fernhill Compute @US ≠ Fernhall Commute @CN
namesakes: Larch Cloud @US ≠ March Cloud @IR
namesakes: Sable Birch Capital @GB ≠ Sable Perch Capital @GB
namesakes: Maple Data @CA ≠ Maple Dairy @CA
namesakes: Oak Holdings ≠ Yoke Holdings
namesakes: Crane Lake Semiconductor @US ≠ Crane Lane Semiconductor @CN
namesakes: Ivory Hill Mining @ZA ≠ Ivory Mill Mining @ZA
namesakes: Quartz River Energy @CA ≠ Quartz River Entertainment @CA
namesakes: Teal Harbour Bank @NZ ≠ Teal Harbour Boats @NZ
namesakes: Spruce Point Partners @US ≠ Spruce Pine Partners @US
namesakes: Tern Island Shipping !vessel ≠ Tern Island Shipping Company @NZ
namesakes: Bluebell AI @US ≠ Bluebell Air @US
namesakes: WICC @FR ≠ Willow Integrated Circuit Corp @CN
namesakes: Shenzhen Reed Electronics @CN ≠ Shenzhen Rush Electronics @CN
namesakes: China Sorrel Petroleum @CN ≠ China Sedge Petroleum @CN
namesakes: Beijing Institute of Alder Machinery @CN ≠ Beijing Institute of Poplar Machinery @CN
namesakes: Hawthorn Systems @GB ≠ Hawk Systems @GB
namesakes: 青柳微电子 @CN ≠ 绿柳微电子 @CN
namesakes: Gorse Hill Capital @SG ≠ Gorse Vale Capital @SG
legal forms: Alnus Compute K.K. @JP = アルヌス / Alnus Compute Kabushiki Kaisha @JP
legal forms: Elder Brook Sdn. Bhd. @MY = ELDER BROOK SENDIRIAN BERHAD @MY
legal forms: Hemlock Ridge B.V. @NL = Hemlock Ridge Besloten Vennootschap @NL
legal forms: ОАО Рябиновый Завод @RU = Рябиновый Завод, АО @RU
spelling: Saint Aspen Shipyard @RU = St. Aspen Shipyard @RU
spelling: Buckthorne Turbines @IR = Buckthorn Turbines @IR
spelling: Cloudberry-Net Telecom @BY = Cloudberry Net Telekom @BY
scripts: Ольховый Мост @BY = Olkhovyi Most @BY
scripts: Ясеневый Порт @RU = Yasenevyi Port @RU
scripts: 青柳半导体 @CN = 青柳半導體有限公司 @CN
look-alikes: Yаrrоw Strаit Shiрping @MT = Yarrow Strait Shipping @MT
look-alikes: Нemlосk Ridge @NL = Hemlock Ridge @NL
acronyms: Rowan Advanced Materials Institute @CN = RAMI @CN
identifiers: Plane Tree Vehicle VII #lei:213800D1EI4B9WTWWD28 = Plantain Issuer #lei:213800D1EI4B9WTWWD28
aliases: Former Teasel Works / Teasel Hydraulics @CN = Thistle Group / Teasel Hydraulics @CN
word order: Bureau of Larch Navigation @RU = Larch Navigation Bureau @RU
namesakes: Sedge River Capital @US ≠ Sedge River Catering @US
namesakes: Heather Cloud Systems @GB ≠ Feather Cloud Systems @RU
namesakes: Alnus Data Centre 1 @SG ≠ Alnus Data Centre 7 @SG
namesakes: Ольховый Мост @BY ≠ Ольховый Лес @BY
namesakes: Buckthorn Energy Partners @CA ≠ Blackthorn Energy Partners @CA
namesakes: Rowan Peter Oakes !person ≠ Rowan Paul Oakes !person
namesakes: 青柳半导体 @CN ≠ 青山半导体 @CN
namesakes: RAMI @US ≠ Rowan Agricultural Machinery Import @SY
namesakes: Orchard Bank @GB ≠ Orchard Tank @GB
legal forms: Jablan Kompjuting d.o.o. @RS = JABLAN KOMPJUTING DOO @RS
legal forms: Публичное акционерное общество Кленовый Вал @RU = ПАО "Кленовый Вал" @RU
legal forms: ㈱ヒイラギ計算 @JP = 株式会社ヒイラギ計算 @JP
legal forms: 단풍컴퓨팅(주) @KR = 주식회사 단풍컴퓨팅 @KR
legal forms: Công ty Cổ phần Thông Xanh @VN = THONG XANH JOINT STOCK COMPANY @VN
legal forms: Saule Skaitlos UAB @LT = UAB Saule Skaitlos @LT
legal forms: Pinheiro Dados, Lda. @PT = PINHEIRO DADOS LIMITADA @PT
legal forms: Fresno Cómputo, S. de R.L. de C.V. @MX = FRESNO COMPUTO S DE RL DE CV @MX
legal forms: Weide Rechenzentrum GmbH & Co. KGaA @DE = Weide Rechenzentrum KGaA @DE
legal forms: Limited Liability Company Sosna @RU = OOO Sosna @RU
legal forms: Çınar Bilişim Limited Şirketi @TR = CINAR BILISIM LTD STI @TR
legal forms: Mulberry Compute (Hong Kong) Co. Limited @HK = MULBERRY COMPUTE (HONGKONG) CO., LIMITED @HK
spelling: Zhonglian Cedarcloud Info Tech @CN = Zhonglian Cedarcloud Information Technology @CN
spelling: Al-Nakheel Data Services @AE = Al Nakhil Data Services @AE
spelling: Abdul Rahman Sidra Trading @SY = Abdulrahman Sidra Trading @SY
spelling: Sequoia Grove Microsystems Intl @CN = Sequoia Grove Microsystems International @CN
spelling: Thistledown Comptuing @SG = Thistledown Computing @SG
spelling: Hornbeam Defense Industries @IR = Hornbeam Defence Industries @IR
spelling: Redwood & Fir Chipworks @MY = Redwood and Fir Chip Works @MY
spelling: Shijiazhuang Huaishu Elektronics Factory @CN = Shijiazhuang Huai Shu Electronics Factory @CN
scripts: Приморский Орех @RU = Primorskiy Orekh @RU
scripts: Щегловский Вяз @RU = Shcheglovskiy Vyaz @RU
scripts: Юго-Западная Пихта @RU = Yugo-Zapadnaya Pikhta @RU
scripts: Харківський Ясен @UA = Kharkivskyi Yasen @UA
scripts: 松柏科技有限公司 @CN = Songbai Keji Youxian Gongsi / 松柏科技 @CN
scripts: 竹林數據 @TW = 竹林数据有限公司 @TW
scripts: 银杏树算力 @CN = Yinxingshu Suanli @CN
scripts: 소나무데이터 @KR = Sonamu Deiteo @KR
scripts: サクラギデータ @JP = Sakuragi Deta @JP
scripts: Ελαία Υπολογιστική @GR = Elaia Ypologistiki @GR
word order: OAKES Rowan !person = Rowan OAKES !person
word order: Research Center for Linden Optics @CN = Linden Optics Research Center @CN
word order: Bank Rowan Melli @IR = Melli Rowan Bank @IR
look-alikes: Sеquоia Grоve Micrоsystems @CN = Sequoia Grove Microsystems @CN
look-alikes: ΑLDΕRΝΟΟΚ ΤRΑDΕ @CY = ALDERNOOK TRADE @CY
look-alikes: Ｔｈｉｓｔｌｅｄｏｗｎ Computing @SG = THISTLEDOWN COMPUTING @SG
acronyms: LORC @CN = Linden Optics Research Center @CN
acronyms: Hornbeam Aircraft Manufacturing Industries Company @IR = HAMI @IR
acronyms: S.G.M. @CN = Sequoia Grove Microsystems @CN
aliases: Kestrel Cloud / Formerly Linnet Cloud @AE = Linnet Cloud FZE @AE
namesakes: Thistledown Computing @SG ≠ Thistledown Commuting @SG
namesakes: Redwood Chipworks @MY ≠ Boxwood Chipworks @MY
namesakes: Mulberry Compute II @HK ≠ Mulberry Compute III @HK
namesakes: Mulberry Compute @HK ≠ Mulberry Compost @HK
namesakes: 松柏科技 @CN ≠ 松林科技 @CN
namesakes: 竹林数据 @TW ≠ 竹海数据 @CN
namesakes: Приморский Орех @RU ≠ Приморский Опыт @RU
namesakes: Bank of Rowan @IR ≠ Bank of Rohan @IN
namesakes: Ivan Kestrel !person ≠ Ivana Kestrel !person
namesakes: Linden Street Capital @US ≠ Linden Square Capital @US
namesakes: LORC @US ≠ Linden Optics Research Center @CN
namesakes: Factory 12 Sequoia @RU ≠ Factory 21 Sequoia @RU
namesakes: Hornbeam !vessel ≠ Hornbeam Aircraft Industries @IR
namesakes: Saffron Data Centers @IN ≠ Saffron Date Merchants @IN
namesakes: Beijing Huai Technology @CN ≠ Nanjing Huai Technology @CN
namesakes: East Hornbeam Shipping @IR ≠ West Hornbeam Shipping @IR
namesakes: Sequoia Capital Grove @US ≠ Sequoia Grove Catering @CN
namesakes: Cypress AI Cloud @SG ≠ Cypher AI Cloud @SG
namesakes: Teak Group #lei:5493001KJTIIGC8Y1R12 ≠ Teak Groups #lei:213800D1EI4B9WTWWD28
namesakes: Fig Tree Energy @AU ≠ Pine Tree Energy @AU
namesakes: Shanghai Privet Instruments @CN ≠ Shanghai Privet Shipping @CN
legal forms: Ulme Rechnen SE & Co. KG @DE = Ulme Rechnen @DE
legal forms: Haagbeuk Data N.V. @NL = HAAGBEUK DATA NAAMLOZE VENNOOTSCHAP @NL
legal forms: Ekbacken Beräkning AB (publ) @SE = Ekbacken Berakning Aktiebolag @SE
legal forms: Bøgeskov Datacenter A/S @DK = BOGESKOV DATACENTER AS @DK
legal forms: Koivu Laskenta Oyj @FI = Koivu Laskenta Oy @FI
legal forms: Akciová společnost Lípa Výpočty @CZ = Lipa Vypocty a.s. @CZ
legal forms: Lipa Obliczenia Sp. z o.o. @PL = LIPA OBLICZENIA SPOLKA Z OGRANICZONA ODPOWIEDZIALNOSCIA @PL
legal forms: Nyárfa Számítás Kft. @HU = NYARFA SZAMITAS KORLATOLT FELELOSSEGU TARSASAG @HU
legal forms: ТОО Ақ Қайың @KZ = LLP Aq Qaiyn / Ақ Қайың @KZ
legal forms: Ceiba Cómputo S.A.P.I. de C.V. @MX = CEIBA COMPUTO @MX
legal forms: Jacarandá Dados S/A @BR = JACARANDA DADOS S.A. @BR
legal forms: Kauri Compute Pty Ltd @AU = Kauri Compute Proprietary Limited @AU
legal forms: Banyan Infotech Pvt. Ltd. @IN = BANYAN INFOTECH PRIVATE LIMITED @IN
legal forms: Neem Cloud (SMC-Private) Limited @PK = Neem Cloud Limited @PK
legal forms: Ghaf Compute PJSC @AE = Ghaf Compute Public Joint Stock Company @AE
legal forms: Ghaf Trading FZCO @AE = GHAF TRADING FZ-LLC @AE
legal forms: Rakit Bakau Tbk @ID = PT Rakit Bakau Tbk @ID
legal forms: Public Joint Stock Company Ryabina @RU = PAO Ryabina @RU
legal forms: Акционерное общество Научно-производственное объединение Тис @RU = АО НПО Тис @RU
legal forms: Federal State Unitary Enterprise Tis @RU = FGUP Tis @RU
legal forms: 合同会社ツバキ計算 @JP = ツバキ計算合同会社 @JP
legal forms: 有限公司青檀 / 青檀集团有限公司 @CN = 青檀集團股份有限公司 @CN
legal forms: Shenzhen Qingtan Technology Co Ltd @CN = SHENZHEN QINGTAN SCI-TECH CO., LTD. @CN
legal forms: Qingtan Optoelectronics Company, Limited @CN = Qingtan Opto-Electronics Co. @CN
spelling: Hangzhou Hengqu Microelectronics @CN = Hangzhou HengQu Micro-electronics @CN
spelling: Wutong Semicon @CN = Wutong Semiconductor @CN
spelling: Al Sidr General Trading @AE = Alsidr General Trading LLC @AE
spelling: Mohammad Ghaf Trading @SY = Muhammad Ghaf Trading @SY
spelling: Tsentr Ryabinovykh Issledovaniy @RU = Centr Ryabinovyh Issledovanij @RU
spelling: Yevgeny Sosnin !person = Evgeniy Sosnin !person
spelling: Sergei Kedrov !person = Sergey Kedrov !person
spelling: Müller Ahorn Systeme @DE = Mueller Ahorn Systeme @DE
spelling: Søren Bøg Data @DK = Soeren Boeg Data @DK
spelling: Straße der Linden Rechenzentrum @DE = Strasse der Linden Rechenzentrum @DE
spelling: Iron Wood Center for Compute @US = Ironwood Centre for Compute @US
spelling: Blackwallnut Compute Partners @US = Blackwalnut Compute Partners @US
spelling: Sandlewood Analytics @IN = Sandalwood Analytics @IN
spelling: Eucaliptus Networks @AU = Eucalyptus Networks @AU
scripts: Акционерное общество "Ольха" @RU = AO Olkha @RU
scripts: Щукин Дуб @RU = Shchukin Dub @RU
scripts: Euro-Дуб @RU = Evro-Dub / Euro-Dub @RU
scripts: Жёлудь Капитал @RU = Zheludʹ Kapital @RU
scripts: Жёлудь Капитал @RU = Zholud Kapital @RU
scripts: Цех Ясень @RU = Tsekh Yasen @RU
scripts: Хвойный Лес Груп @RU = Khvoynyy Les Grup @RU
scripts: ბზა ტექნოლოგიები @GE = Bza Teknologiebi / ბზა ტექნოლოგიები @GE
scripts: Ялина Обчислення @UA = Yalyna Obchyslennia @UA
scripts: 梧桐芯片 @CN = Wutong Xinpian @CN
scripts: 橡树云计算技术 @CN = Xiangshu Yun Jisuan Jishu @CN
scripts: 榕樹科技 @TW = 榕树科技 @CN
scripts: 國立竹林大學 @TW = 国立竹林大学 @CN
scripts: カエデコンピュート @JP = Kaede Konpyuto @JP
scripts: ヒノキクラウド株式会社 @JP = Hinoki Kuraudo K.K. @JP
scripts: 大樟計算 @JP = 大樟计算 @CN
scripts: 은행나무클라우드 @KR = Eunhaengnamu Keullaudeu @KR
scripts: Πεύκο Δεδομένα @GR = Pefko Dedomena @GR
scripts: Κυπαρίσσι Ναυτιλιακή @GR = Kyparissi Naftiliaki @GR
scripts: ЗАО «Каштан» @BY = Kashtan CJSC @BY
look-alikes: Маple Соmрutе @CA = Maple Compute @CA
look-alikes: Сосtus Рагtnеrs @US = Coctus Partners @US
look-alikes: Map1e Compute @CA = Maple Compute @CA
look-alikes: MapIe Compute @CA = Maple Compute @CA
look-alikes: Ρine Τree Ηoldings @CY = Pine Tree Holdings @CY
look-alikes: Sequ0ia Cloud @US = Sequoia Cloud @US
look-alikes: Ꮇaple Cloud @CA = Maple Cloud @CA
look-alikes: Rоwаn Ηіll Dаtа @GB = Rowan Hill Data @GB
look-alikes: ᎪLDER WORKS @GB = ALDER WORKS @GB
look-alikes: 𝐌𝐚𝐩𝐥𝐞 Cloud @CA = Maple Cloud @CA
look-alikes: Mɑple Clοud @CA = Maple Cloud @CA
look-alikes: Maple‑Cloud @CA = Maple Cloud @CA
look-alikes: Map​le Cloud @CA = Maple Cloud @CA
look-alikes: Ⅿaple Cⅼoud @CA = Maple Cloud @CA
acronyms: C.A.M.S. @CN = Chestnut Advanced Machine Systems @CN
acronyms: Chestnut Advanced Machine Systems Co., Ltd. @CN = CAMS @CN
acronyms: Institute of Chestnut Optics and Mechanics @CN = ICOM @CN
acronyms: НПОТ @RU = Научно-производственное объединение Тополь @RU
aliases: Poplar Cloud f/k/a Aspen Cloud @US = Aspen Cloud @US
aliases: Poplar Cloud (formerly Aspen Hosting) @US = Aspen Hosting @US
aliases: Aspen Hosting d/b/a Poplar Cloud @US = Poplar Cloud @US
aliases: Hongshu Cloud (红薯云) @CN = 红薯云 @CN
word order: PETROV, Ivan Sergeyevich !person = Ivan Sergeyevich Petrov !person
word order: Nguyen Van Thong !person = Thong Nguyen Van !person
word order: Beijing Elm Institute of Aeronautics @CN = Elm Aeronautics Institute Beijing @CN
identifiers: Completely Renamed @RU #tax:7701234567 = Ancient Beech @RU #tax:7701234567
namesakes: Alder Cloud Malaysia @MY ≠ Alder Cloud Indonesia @ID
namesakes: Alder Cloud 1 @MY ≠ Alder Cloud One Hundred @CN
namesakes: Phase II Elm Holdings @US ≠ Phase I Elm Holdings @US
namesakes: Elm Compute VIII @US ≠ Elm Compute VII @US
namesakes: Elm Compute A @US ≠ Elm Compute B @US
namesakes: Series 2024-1 Elm Trust @US ≠ Series 2024-2 Elm Trust @US
namesakes: First Cedar Bank @US ≠ Fifth Cedar Bank @US
namesakes: Bank of Elm @CN ≠ Elm Tree Nursery @CN
namesakes: People's Elm Bank @CN ≠ People's Oak Bank @CN
namesakes: Guangzhou Elm Electronics @CN ≠ Hangzhou Elm Electronics @CN
namesakes: Hebei Elm Machinery @CN ≠ Hubei Elm Machinery @CN
namesakes: Shanxi Elm Power @CN ≠ Shaanxi Elm Power @CN
namesakes: Henan Elm Steel @CN ≠ Hunan Elm Steel @CN
namesakes: 湖北榆树机械 @CN ≠ 湖南榆树机械 @CN
namesakes: 北京榆树科技 @CN ≠ 南京榆树科技 @CN
namesakes: North Korea Elm Trading @KP ≠ South Korea Elm Trading @KR
namesakes: Elm Optical @CN ≠ Elm Optimal @US
namesakes: Elm Labs @US ≠ Elm Lamps @CN
namesakes: Crusader Elm @US ≠ Crusade Elm @CN
namesakes: Nebula Elm @NL ≠ Nebius Elm @NL
namesakes: Maria Elm !person ≠ Mario Elm !person
namesakes: Wei Zhang !person @CN ≠ Zhang Weiwei !person @CN
namesakes: Elm Capital Partners @US ≠ Elm Capital Markets @GB
namesakes: Elm Global Infrastructure Fund @US ≠ Elm Global Industries Fund @CN
namesakes: CAMS @US ≠ Camshaft Alder Manufacturing Services @US
namesakes: ICOM @JP ≠ Institute of Chestnut Optics and Mechanics @CN
namesakes: Aspen Hosting @US ≠ Aspen Hostel @US
namesakes: Data Elm @SG ≠ Elm Dataflow @CN
namesakes: Sosna Invest @RU ≠ Sosna Import @RU
namesakes: Дубовая Роща @RU ≠ Дубовая Гора @RU
namesakes: Elm River !vessel ≠ Elm River !person
namesakes: Green Elm Data @MY ≠ Green Palm Data @MY
namesakes: Zhejiang Elm Uniview @CN ≠ Zhejiang Oak Uniview @CN
namesakes: Elm Holdings II LLC @US ≠ Elm Holdings LLC @US
namesakes: Silver Elm Asset Management @GB ≠ Silver Elm Waste Management @GB
""".strip().splitlines()


def labelled() -> list[Labelled]:
    """Every pair of the set."""
    found = []
    for line in _PAIRS:
        theme, _, rest = line.partition(": ")
        sign = "=" if " = " in rest else "≠"
        party, _, listed = rest.partition(f" {sign} ")
        found.append(Labelled(theme, _side(party), _side(listed), sign == "="))
    return found
