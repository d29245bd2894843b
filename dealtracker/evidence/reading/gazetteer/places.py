"""Places where such sites stand, in the ten languages: name | country | precision | other names ("*" takes endings)."""

PLACES = """
Tokyo | JP | city | Tokio, Tóquio, Tōkyō, Tokyoter, Tokioter, Токио, 东京, 東京, 東京都, 도쿄
Osaka | JP | city | Ōsaka, Осак*, 大阪, 大阪府, 오사카
Hokkaido | JP | region | Хоккайдо, 北海道, 홋카이도
Inzai | JP | city | 印西, 印西市, 인자이, Индзай
Yokohama | JP | city | 横浜, 橫濱, 요코하마, 横浜市, Иокогам*
Fukuoka | JP | city | 福岡, 福冈, 후쿠오카, 福岡市, Фукуок*
Nagoya | JP | city | 名古屋, 나고야, 名古屋市, Нагоя, Нагое
Seoul | KR | city | Séoul, Seúl, Seul, Сеул*, ソウル, 首尔, 首爾, 서울
Busan | KR | city | Пусан*, 釜山, 부산, 부산시
Incheon | KR | city | 仁川, 인천, Инчхон*, インチョン
Ulsan | KR | city | 蔚山, 울산, 울산시, Ульсан*
Haenam | KR | city | 해남
Singapore | SG | city | Singapur, Singapour, Singapura, Cingapura, Сингапур*, シンガポール, 新加坡, 싱가포르
Johor | MY | region | Johor state, Джохор*, ジョホール, ジョホール州, 柔佛, 柔佛州, 조호르, 조호르주
Johor Bahru | MY | city | Джохор-Бару, ジョホールバル, 新山, 조호르바루
Gelang Patah | MY | city |
Kulai | MY | city | 古来, クライ, 쿨라이
Kuala Lumpur | MY | city | Куала-Лумпур*, クアラルンプール, 吉隆坡, 쿠알라룸푸르
Cyberjaya | MY | city | サイバージャヤ, 赛城, Сайберджай*, 사이버자야
Batam | ID | city | Батам*, バタム, 巴淡, 바탐
Jakarta | ID | city | Giacarta, Yakarta, Jacarta, Джакарт*, ジャカルタ, 雅加达, 雅加達, 자카르타
Bangkok | TH | city | Бангкок*, バンコク, 曼谷, 방콕
Mumbai | IN | city | Bombay, Мумба*, ムンバイ, 孟买, 孟買, 뭄바이
Navi Mumbai | IN | city | ナビムンバイ
Noida | IN | city | Greater Noida, Нойд*, ノイダ, 诺伊达, 노이다
Hyderabad | IN | city | ハイデラバード, 海得拉巴, 하이데라바드, Хайдарабад*, 海德拉巴
Chennai | IN | city | チェンナイ, 钦奈, 첸나이, Ченнаи, Madras
Hong Kong | HK | city | Hongkong, Hong-Kong, Гонконг*, 香港, 홍콩
Taipei | TW | city | 台北, 臺北, 타이베이, Тайбэ*, Taipéi, Taipé, Taipeh, Тайпей*
Kaohsiung | TW | city | 高雄, Гаосюн*, 가오슝
Sydney | AU | city | Sídney, Sidney, Сидне*, シドニー, 悉尼, 雪梨, 시드니
Melbourne | AU | city | Мельбурн*, メルボルン, 墨尔本, 墨爾本, 멜버른
Tasmania | AU | region | Tasmanien, タスマニア
London | GB | city | Londra, Londres, Лондон*, ロンドン, 伦敦, 倫敦, 런던
Slough | GB | city |
Loughton | GB | city |
Paris | FR | city | Parigi, París, Париж*, パリ, 巴黎, 파리
Marseille | FR | city | Marsiglia, Marsella, Marselha, Марсел*, マルセイユ, 马赛, Marseilles, 마르세유
Bruyères-le-Châtel | FR | city |
Dunkirk | FR | city | Dunkerque
Frankfurt | DE | city | Francoforte, Fráncfort, Francfort, Frankfurt am Main, Frankfurter, Франкфурт*, フランクフルト, 法兰克福, 法蘭克福, 프랑크푸르트
Berlin | DE | city | Berlino, Berlín, Berlim, Берлин*, ベルリン, 柏林, 베를린
Munich | DE | city | München, Monaco di Baviera, Múnich, Munique, Мюнхен*, ミュンヘン, 慕尼黑, 뮌헨
Milan | IT | city | Milano, Milán, Milão, Mailand, Милан*, ミラノ, 米兰, 米蘭, 밀라노, Милане
Rome | IT | city | Roma, Rom, Рим, Риме, ローマ, 罗马, 羅馬, 로마
Turin | IT | city | Torino, Турин*, トリノ, 都灵, 토리노
Madrid | ES | city | Мадрид*, マドリード, 马德里, 마드리드, 馬德里
Barcelona | ES | city | Барселон*, バルセロナ, 巴塞罗那, Barcellona, Barcelone, 바르셀로나
Zaragoza | ES | city | Saragozza, Saragosse, Saragossa, Saragoça, Сарагос*, サラゴサ, 萨拉戈萨
Aragon | ES | region | Aragón, Aragona, Aragão, Aragonien
Lisbon | PT | city | Lisboa, Lisbona, Lissabon, Lisbonne, Лиссабон*, リスボン, 里斯本, 리스본
Sines | PT | city | Синиш*
Amsterdam | NL | city | Амстердам*, アムステルダム, 阿姆斯特丹, 암스테르담
Dublin | IE | city | Dublino, ダブリン, 都柏林, Dublín, Дублин*, 더블린
Zurich | CH | city | Zürich, Zurigo, Zúrich, Цюрих*, チューリッヒ, 苏黎世, 蘇黎世, 취리히
Oslo | NO | city | Осло, オスロ, 奥斯陆, 오슬로
Narvik | NO | city | Glomfjord, Нарвик*, ナルビク
Stockholm | SE | city | Stoccolma, Estocolmo, Стокгольм*, ストックホルム, 斯德哥尔摩, 스톡홀름
Oulu | FI | city | Uleåborg, Оулу, オウル, 奥卢, 오울루
Kajaani | FI | city | カヤーニ
Espoo | FI | city |
Kouvola | FI | city |
Hamina | FI | city |
Vantaa | FI | city |
Tampere | FI | city |
Lappeenranta | FI | city |
Luleå | SE | city | Lulea
Gothenburg | SE | city | Göteborg, Gotemburgo, Гётеборг*, ヨーテボリ
Malmö | SE | city | Malmo
Copenhagen | DK | city | Kopenhagen, Copenaghen, Copenhague, Копенгаген*, コペンハーゲン, 哥本哈根, 코펜하겐
Aarhus | DK | city |
Stavanger | NO | city |
Trondheim | NO | city |
Reykjavik | IS | city | Reykjavík, Reikiavik, Рейкьявик*, レイキャビク, 雷克雅未克, 레이캬비크
Tallinn | EE | city | Таллин*, タリン, 塔林
Vilnius | LT | city | Вильнюс*, ビリニュス
Prague | CZ | city | Praga, Prag, Прага, プラハ, Праг*, 布拉格, 프라하
Vienna | AT | city | Wien, Viena, Вена, ウィーン, Вене, Вены, 维也纳, 維也納
Budapest | HU | city | Будапешт*, ブダペスト, 布达佩斯, 부다페스트
Bucharest | RO | city | Bucarest, Bukarest, Бухарест*, ブカレスト, 布加勒斯特
Athens | GR | city | Atene, Atenas, Athen, Athènes, Афин*, アテネ, 雅典, 아테네
Istanbul | TR | city | Estambul, Istambul, Стамбул*, イスタンブール, 伊斯坦布尔, 이스탄불
Brussels | BE | city | Bruxelles, Bruselas, Brüssel, Bruxelas, Брюссел*, ブリュッセル, 布鲁塞尔, 브뤼셀
Rotterdam | NL | city | Роттердам*, ロッテルダム, 鹿特丹, 로테르담
Groningen | NL | city |
Eemshaven | NL | city |
Hamburg | DE | city | Amburgo, Hamburgo, Hambourg, Гамбург*, ハンブルク, 汉堡, 漢堡, 함부르크
Leipzig | DE | city | Lipsia, Лейпциг*, ライプツィヒ
Dresden | DE | city | Dresda, Dresde, Дрезден*, ドレスデン, 德累斯顿
Cologne | DE | city | Köln, Colonia, Кёльн*, Кельн*, ケルン, 科隆, 쾰른
Düsseldorf | DE | city | Dusseldorf, Дюссельдорф*, デュッセルドルフ, 杜塞尔多夫
Stuttgart | DE | city | Stoccarda, Штутгарт*, シュトゥットガルト, 斯图加特
Magdeburg | DE | city |
Lübbenau | DE | city |
Norderstedt | DE | city |
Angers | FR | city | Анже
Atyrau | KZ | city | Атырау, アティラウ, 阿特劳
Lyon | FR | city | Lione, Лион*, リヨン, 里昂, 리옹
Lille | FR | city | Лилл*, リール, 里尔
Grenoble | FR | city |
Toulouse | FR | city | Tolosa, Тулуз*, トゥールーズ, 图卢兹
Bordeaux | FR | city | Burdeos, Bordéus, Бордо, ボルドー, 波尔多
Strasbourg | FR | city | Strasburgo, Straßburg, Estrasburgo, Страсбург*, ストラスブール
Bologna | IT | city | Bolonia, Bologne, Болонь*, ボローニャ, 博洛尼亚
Genoa | IT | city | Genova, Génova, Gênes, Genua, Gênova, Гену*, ジェノバ, 热那亚
Bari | IT | city |
Trieste | IT | city |
Catania | IT | city |
Valencia | ES | city | Валенси*, バレンシア, 瓦伦西亚
Seville | ES | city | Sevilla, Siviglia, Séville, Sevilha, Севиль*, セビリア, 塞维利亚
Bilbao | ES | city | Бильбао, ビルバオ
Málaga | ES | city | Malaga, Малаг*, マラガ
Campinas | BR | city | Кампинас*
Curitiba | BR | city |
Porto Alegre | BR | city |
Brasília | BR | city | Brasilia, Бразилиа, ブラジリア
Monterrey | MX | city | Монтеррей*, モンテレイ, 蒙特雷
Novosibirsk | RU | city | Новосибирск*, ノボシビルスク, 新西伯利亚
Kazan | RU | city | Казан*
Irkutsk | RU | city | Иркутск*, イルクーツク, 伊尔库茨克
Yekaterinburg | RU | city | Екатеринбург*
Almaty | KZ | city | Алматы, Алма-Ат*, アルマトイ, 阿拉木图, 알마티
Astana | KZ | city | Астан*, アスタナ, 阿斯塔纳, 아스타나
Tashkent | UZ | city | Ташкент*, Taschkent, Tachkent, タシケント, 塔什干, 타슈켄트
Ishikari | JP | city | 石狩, 石狩市, 이시카리
Tomakomai | JP | city | 苫小牧, 苫小牧市
Sapporo | JP | city | 札幌, 札幌市, 삿포로, Саппоро
Chiba | JP | city | 千葉市, 지바, 千葉, Тиба
Kobe | JP | city | 神戸, 神戸市, 고베, Кобе, 神户
Kyoto | JP | city | 京都, 京都市, Киото, 교토
Hiroshima | JP | city | 広島市, 広島, Хиросим*, 广岛, 廣島, 히로시마
Sendai | JP | city | 仙台, 仙台市, Сендай*, 센다이
Kitakyushu | JP | city | 北九州, 北九州市
Shiroi | JP | city | 白井市
Daegu | KR | city | 대구, 大邱, 대구시, Тэгу
Gwangju | KR | city | 광주, 光州, Кванджу
Chuncheon | KR | city | 춘천
Pohang | KR | city | 포항
Guangzhou | CN | city | 广州, 廣州, 広州, Гуанчжоу, 광저우
Hangzhou | CN | city | 杭州, Ханчжоу, 항저우
Chengdu | CN | city | 成都, Чэнду, 청두
Wuhan | CN | city | 武汉, 武漢, Ухан*, 우한
Ulanqab | CN | city | 乌兰察布, 烏蘭察布, ウランチャブ, 울란차부
Hsinchu | TW | city | 新竹, Синьчжу, 신주
Taichung | TW | city | 台中, 臺中, Тайчжун*, 타이중
Helsinki | FI | city | Хельсинки, ヘルシンキ, 赫尔辛基, 헬싱키
Warsaw | PL | city | Warschau, Varsavia, Varsovia, Varsóvia, Варшав*, ワルシャワ, 华沙, 바르샤바
Moscow | RU | city | Moskau, Mosca, Moscú, Moscou, Москв*, モスクワ, 莫斯科, 모스크바
Dubai | AE | city | Дуба*, ドバイ, 迪拜, 杜拜, 두바이
Abu Dhabi | AE | city | Abu Dabi, Абу-Даби, アブダビ, 阿布扎比, 阿布達比, 아부다비
Riyadh | SA | city | Riad, Эр-Рияд*, リヤド, 利雅得, Riade, Riyad, 리야드
Yerevan | AM | city | Ереван*, Eriwan
São Paulo | BR | city | San Paolo, Сан-Паулу, サンパウロ, 圣保罗, 상파울루
Fortaleza | BR | city | Форталез*
Rio de Janeiro | BR | city | Rio, Рио-де-Жанейро, リオデジャネイロ, 里约热内卢, 리우데자네이루
Querétaro | MX | city | Queretaro, Керетаро, ケレタロ, 克雷塔罗
Mexico City | MX | city | Ciudad de México, Città del Messico, Cidade do México, Mexiko-Stadt, Мехико, メキシコシティ, 墨西哥城, 멕시코시티
Santiago | CL | city | Santiago de Chile, Сантьяго, サンティアゴ, 圣地亚哥, 산티아고
Bogotá | CO | city | Bogota, Богот*, ボゴタ, 波哥大, 보고타
Montreal | CA | city | Montréal, モントリオール, Монреал*, 蒙特利尔, 몬트리올
Toronto | CA | city | Торонто, トロント, 多伦多, 토론토
Abilene | US | city | Abilene Texas, アビリーン, 阿比林
Ellendale | US | city |
Harwood | US | city |
Lancaster | US | city |
Port Washington | US | city |
Shackelford County | US | district |
Colorado City | US | city |
Memphis | US | city | Мемфис*, メンフィス, 孟菲斯, 멤피스
Phoenix | US | city | Финикс*, フェニックス, 凤凰城, 鳳凰城, 피닉스
Dallas | US | city | Даллас*, ダラス, 达拉斯, 達拉斯, 댈러스
Ashburn | US | city | Эшберн*, アッシュバーン, 阿什本
Northern Virginia | US | region | Virginia, Virginie, バージニア, 弗吉尼亚, 버지니아, Вирджини*
Texas | US | region | Техас*, テキサス, テキサス州, 得州, 德州, 德克萨斯, 텍사스
Ohio | US | region | Огайо, オハイオ, 俄亥俄
Wisconsin | US | region | ウィスコンシン, 威斯康星
North Dakota | US | region | Dakota del Nord, Nord-Dakota
Pennsylvania | US | region | ペンシルベニア, 宾夕法尼亚
Silicon Valley | US | region | Кремниев* долин*, シリコンバレー, 硅谷, 矽谷, 실리콘밸리, Силиконов* долин*, Vale do Silício, Кремниевой долины, Кремниевой долине
New York | US | city | Nueva York, Nova York, Нью-Йорк*, ニューヨーク, 纽约, 紐約, 뉴욕
Wall Street | US | district | 华尔街, 華爾街, 월가, ウォール街, Уолл-стрит
Beijing | CN | city | Pechino, Pekín, Pekin, Peking, Pequim, Пекин*, 北京, 베이징
Shanghai | CN | city | Shangai, Schanghai, Xangai, Шанха*, 上海, 상하이
Shenzhen | CN | city | Шэньчжэн*, 深圳, 선전시, 深セン
Japan | JP | country | Giappone, Japón, Japon, Japão, Япони*, 日本, 일본
South Korea | KR | country | Corea del Sud, Corea del Sur, Südkorea, Corée du Sud, Coreia do Sul, Южн* Коре*, Южной Корее, Южной Кореи, 韓国, 韩国, 南韓, 韓國, 한국
China | CN | country | Cina, Chine, Кита*, 中国, 中國, 중국
Taiwan | TW | country | Taïwan, Тайван*, 台湾, 台灣, 臺灣, 대만
Malaysia | MY | country | Malesia, Malasia, Malaisie, Malásia, Малайзи*, マレーシア, 马来西亚, 馬來西亞, 말레이시아
Indonesia | ID | country | Indonesien, Indonésie, Indonésia, Индонези*, インドネシア, 印度尼西亚, 印尼, 인도네시아
Thailand | TH | country | Thailandia, Tailandia, Thaïlande, Tailândia, Таиланд*, タイ国, 泰国, 泰國, 태국
Vietnam | VN | country | Viêt Nam, Vietnã, Вьетнам*, ベトナム, 越南, 베트남
Philippines | PH | country | Filippine, Filipinas, Philippinen, Филиппин*, フィリピン, 菲律宾
India | IN | country | Indien, Inde, Índia, Инди*, インド, 印度, 인도
Australia | AU | country | Australien, Australie, Austrália, Австрали*, オーストラリア, 豪州, 澳大利亚, 澳洲, 호주
United Kingdom | GB | country | UK, Britain, Regno Unito, Reino Unido, Großbritannien, Royaume-Uni, Великобритани*, 英国, 英國, 영국
France | FR | country | Francia, Frankreich, França, Франци*, フランス, 法国, 法國, 프랑스
Germany | DE | country | Germania, Alemania, Deutschland, Allemagne, Alemanha, Германи*, ドイツ, 德国, 德國, 독일
Italy | IT | country | Italia, Italien, Italie, Itália, Итали*, イタリア, 意大利, 義大利, 이탈리아
Spain | ES | country | Spagna, España, Spanien, Espagne, Espanha, Испани*, スペイン, 西班牙, 스페인
Portugal | PT | country | Portogallo, Португали*, ポルトガル, 葡萄牙
Norway | NO | country | Norvegia, Noruega, Norwegen, Norvège, Норвеги*, ノルウェー, 挪威, 노르웨이
Sweden | SE | country | Svezia, Suecia, Schweden, Suède, Suécia, Швеци*, スウェーデン, 瑞典, 스웨덴
Finland | FI | country | Finlandia, Finnland, Finlande, Finlândia, Финлянди*, フィンランド, 芬兰, 芬蘭, 핀란드
Iceland | IS | country | Islanda, Islandia, Island, Islande, Исланди*, アイスランド, 冰岛, 아이슬란드
Ireland | IE | country | Irlanda, Irland, Irlande, Ирланди*, アイルランド, 爱尔兰
Netherlands | NL | country | Paesi Bassi, Países Bajos, Niederlande, Pays-Bas, Países Baixos, Нидерланд*, オランダ, 荷兰, 荷蘭
Switzerland | CH | country | Svizzera, Suiza, Schweiz, Suisse, Suíça, Швейцари*, スイス, 瑞士
Poland | PL | country | Polonia, Polen, Pologne, Polônia, Польш*, ポーランド, 波兰
Saudi Arabia | SA | country | Arabia Saudita, Arabia Saudí, Saudi-Arabien, Arabie saoudite, Arábia Saudita, Саудовск* Арави*, サウジアラビア, 沙特, 沙特阿拉伯, 沙烏地阿拉伯, 사우디아라비아
United Arab Emirates | AE | country | UAE, Emirati Arabi Uniti, Emiratos Árabes Unidos, Vereinigte Arabische Emirate, Émirats arabes unis, Emirados Árabes Unidos, ОАЭ, アラブ首長国連邦, UAE, 阿联酋, 阿聯, 아랍에미리트
Qatar | QA | country | Катар*, カタール, 卡塔尔
Armenia | AM | country | Armenien, Arménie, Armênia, Армени*, アルメニア, 亚美尼亚
Kazakhstan | KZ | country | Kasachstan, Казахстан*, カザフスタン, 哈萨克斯坦
Brazil | BR | country | Brasile, Brasil, Brasilien, Brésil, Бразили*, ブラジル, 巴西, 브라질
Mexico | MX | country | Messico, México, Mexiko, Mexique, Мексик*, メキシコ, 墨西哥, 멕시코
Chile | CL | country | Cile, Chili, Чили, チリ, 智利
Colombia | CO | country | Kolumbien, Colombie, Колумби*, コロンビア, 哥伦比亚
Argentina | AR | country | Argentinien, Argentine, Аргентин*, アルゼンチン, 阿根廷, 아르헨티나
Peru | PE | country | Perú, Pérou, Перу, ペルー, 秘鲁, 페루
Turkey | TR | country | Türkiye, Turchia, Turquía, Türkei, Turquie, Turquia, Турци*, トルコ, 土耳其, 튀르키예
Egypt | EG | country | Egitto, Egipto, Ägypten, Égypte, Egito, Египе*, エジプト, 埃及, 이집트
Kenya | KE | country | Kenia, Quénia, Quênia, Кени*, ケニア, 肯尼亚, 케냐
Nigeria | NG | country | Nigéria, Нигери*, ナイジェリア, 尼日利亚, 나이지리아
South Africa | ZA | country | Sudafrica, Sudáfrica, Südafrika, Afrique du Sud, África do Sul, ЮАР, 南アフリカ, 南非, 남아프리카공화국
Rwanda | RW | country | Ruanda, Руанд*, ルワンダ, 卢旺达, 르완다
Morocco | MA | country | Marocco, Marruecos, Marokko, Maroc, Marrocos, Марокко, モロッコ, 摩洛哥, 모로코
Austria | AT | country | Österreich, Autriche, Áustria, Австри*, オーストリア, 奥地利, 오스트리아
Belgium | BE | country | Belgio, Bélgica, Belgien, Belgique, Бельги*, ベルギー, 比利时, 벨기에
Denmark | DK | country | Danimarca, Dinamarca, Dänemark, Danemark, Дани*, デンマーク, 丹麦, 덴마크
Greece | GR | country | Grecia, Griechenland, Grèce, Grécia, Греци*, ギリシャ, 希腊, 그리스
Israel | IL | country | Israele, Israël, Израил*, イスラエル, 以色列, 이스라엘
Uzbekistan | UZ | country | Usbekistan, Ouzbékistan, Узбекистан*, ウズベキスタン, 乌兹别克斯坦, 우즈베키스탄
New Zealand | NZ | country | Nuova Zelanda, Nueva Zelanda, Neuseeland, Nouvelle-Zélande, Nova Zelândia, Новой Зеландии, ニュージーランド, 新西兰, 뉴질랜드
Canada | CA | country | Kanada, Canadá, Канад*, カナダ, 加拿大, 캐나다
Russia | RU | country | Rusia, Russland, Russie, Rússia, Росси*, ロシア, 俄罗斯, 俄羅斯, 러시아
United States | US | country | USA, U.S., US, Stati Uniti, Estados Unidos, EE.UU., EE. UU., EEUU, Vereinigte Staaten, Vereinigten Staaten, États-Unis, EUA, США, 米国, アメリカ, 美国, 美國, 미국
"""
