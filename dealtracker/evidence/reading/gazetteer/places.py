"""Places where such sites stand, in the ten languages: name | country | precision | other names ("*" takes endings)."""

PLACES = """
Tokyo | JP | city | Tokio, Tóquio, Tōkyō, Tokyoter, Tokioter, Токио, 东京, 東京, 東京都, 도쿄
Osaka | JP | city | Ōsaka, Осак*, 大阪, 大阪府, 오사카
Hokkaido | JP | region | Хоккайдо, 北海道, 홋카이도
Inzai | JP | city | 印西, 印西市, 인자이
Yokohama | JP | city | 横浜, 橫濱, 요코하마
Fukuoka | JP | city | 福岡, 福冈, 후쿠오카
Nagoya | JP | city | 名古屋, 나고야
Seoul | KR | city | Séoul, Seúl, Seul, Сеул*, ソウル, 首尔, 首爾, 서울
Busan | KR | city | Пусан*, 釜山, 부산
Incheon | KR | city | 仁川, 인천
Ulsan | KR | city | 蔚山, 울산
Haenam | KR | city | 해남
Singapore | SG | city | Singapur, Singapour, Singapura, Cingapura, Сингапур*, シンガポール, 新加坡, 싱가포르
Johor | MY | region | Johor state, Джохор*, ジョホール, ジョホール州, 柔佛, 柔佛州, 조호르, 조호르주
Johor Bahru | MY | city | Джохор-Бару, ジョホールバル, 新山, 조호르바루
Gelang Patah | MY | city |
Kulai | MY | city | 古来
Kuala Lumpur | MY | city | Куала-Лумпур*, クアラルンプール, 吉隆坡, 쿠알라룸푸르
Cyberjaya | MY | city | サイバージャヤ, 赛城
Batam | ID | city | Батам*, バタム, 巴淡, 바탐
Jakarta | ID | city | Giacarta, Yakarta, Jacarta, Джакарт*, ジャカルタ, 雅加达, 雅加達, 자카르타
Bangkok | TH | city | Бангкок*, バンコク, 曼谷, 방콕
Mumbai | IN | city | Bombay, Мумба*, ムンバイ, 孟买, 孟買, 뭄바이
Navi Mumbai | IN | city | ナビムンバイ
Noida | IN | city | Greater Noida, Нойд*, ノイダ, 诺伊达
Hyderabad | IN | city | ハイデラバード, 海得拉巴, 하이데라바드
Chennai | IN | city | チェンナイ, 钦奈, 첸나이
Hong Kong | HK | city | Hongkong, Hong-Kong, Гонконг*, 香港, 홍콩
Taipei | TW | city | 台北, 臺北, 타이베이, Тайбэ*
Kaohsiung | TW | city | 高雄
Sydney | AU | city | Sídney, Sidney, Сидне*, シドニー, 悉尼, 雪梨, 시드니
Melbourne | AU | city | Мельбурн*, メルボルン, 墨尔本, 墨爾本, 멜버른
Tasmania | AU | region | Tasmanien, タスマニア
London | GB | city | Londra, Londres, Лондон*, ロンドン, 伦敦, 倫敦, 런던
Slough | GB | city |
Loughton | GB | city |
Paris | FR | city | Parigi, París, Париж*, パリ, 巴黎, 파리
Marseille | FR | city | Marsiglia, Marsella, Marselha, Марсел*, マルセイユ, 马赛
Bruyères-le-Châtel | FR | city |
Dunkirk | FR | city | Dunkerque
Frankfurt | DE | city | Francoforte, Fráncfort, Francfort, Frankfurt am Main, Frankfurter, Франкфурт*, フランクフルト, 法兰克福, 法蘭克福, 프랑크푸르트
Berlin | DE | city | Berlino, Berlín, Berlim, Берлин*, ベルリン, 柏林, 베를린
Munich | DE | city | München, Monaco di Baviera, Múnich, Munique, Мюнхен*, ミュンヘン, 慕尼黑, 뮌헨
Milan | IT | city | Milano, Milán, Milão, Mailand, Милан*, ミラノ, 米兰, 米蘭, 밀라노
Rome | IT | city | Roma, Rom
Turin | IT | city | Torino
Madrid | ES | city | Мадрид*, マドリード, 马德里, 마드리드
Barcelona | ES | city | Барселон*, バルセロナ, 巴塞罗那
Aragon | ES | region | Aragón, Zaragoza
Lisbon | PT | city | Lisboa, Lisbona, Lissabon, Lisbonne, Лиссабон*, リスボン, 里斯本
Sines | PT | city |
Amsterdam | NL | city | Амстердам*, アムステルダム, 阿姆斯特丹
Dublin | IE | city | Dublino, ダブリン, 都柏林
Zurich | CH | city | Zürich, Zurigo, Zúrich
Oslo | NO | city | Осло
Narvik | NO | city | Glomfjord
Stockholm | SE | city | Stoccolma, Estocolmo
Oulu | FI | city | Uleåborg, Оулу, オウル, 奥卢
Kajaani | FI | city | カヤーニ
Espoo | FI | city |
Kouvola | FI | city |
Hamina | FI | city |
Vantaa | FI | city |
Tampere | FI | city |
Lappeenranta | FI | city |
Luleå | SE | city | Lulea
Gothenburg | SE | city | Göteborg
Malmö | SE | city | Malmo
Copenhagen | DK | city | Kopenhagen, Copenaghen, Copenhague, Копенгаген*, コペンハーゲン
Aarhus | DK | city |
Stavanger | NO | city |
Trondheim | NO | city |
Reykjavik | IS | city | Reykjavík
Tallinn | EE | city |
Vilnius | LT | city |
Prague | CZ | city | Praga, Prag, Прага, プラハ
Vienna | AT | city | Wien, Viena, Вена, ウィーン
Budapest | HU | city | Будапешт*
Bucharest | RO | city | Bucarest, Bukarest
Athens | GR | city | Atene, Atenas, Athen, Athènes
Istanbul | TR | city | Estambul, Istambul, Стамбул*
Brussels | BE | city | Bruxelles, Bruselas, Brüssel, Bruxelas
Rotterdam | NL | city |
Groningen | NL | city |
Eemshaven | NL | city |
Hamburg | DE | city | Amburgo, Hamburgo, Hambourg, Гамбург*, ハンブルク
Leipzig | DE | city | Lipsia, Лейпциг*, ライプツィヒ
Dresden | DE | city | Dresda, Dresde
Cologne | DE | city | Köln, Colonia
Düsseldorf | DE | city | Dusseldorf
Stuttgart | DE | city | Stoccarda
Magdeburg | DE | city |
Lübbenau | DE | city |
Norderstedt | DE | city |
Lyon | FR | city | Lione
Lille | FR | city |
Grenoble | FR | city |
Toulouse | FR | city |
Bordeaux | FR | city |
Strasbourg | FR | city | Strasburgo, Straßburg
Bologna | IT | city | Bolonia
Genoa | IT | city | Genova, Génova
Bari | IT | city |
Trieste | IT | city |
Catania | IT | city |
Valencia | ES | city |
Seville | ES | city | Sevilla, Siviglia
Bilbao | ES | city |
Málaga | ES | city | Malaga
Campinas | BR | city | Кампинас*
Curitiba | BR | city |
Porto Alegre | BR | city |
Brasília | BR | city | Brasilia
Monterrey | MX | city |
Novosibirsk | RU | city | Новосибирск*
Kazan | RU | city | Казан*
Irkutsk | RU | city | Иркутск*
Yekaterinburg | RU | city | Екатеринбург*
Almaty | KZ | city | Алматы, Алма-Ат*
Astana | KZ | city | Астан*
Tashkent | UZ | city | Ташкент*
Ishikari | JP | city | 石狩, 石狩市, 이시카리
Tomakomai | JP | city | 苫小牧, 苫小牧市
Sapporo | JP | city | 札幌, 札幌市, 삿포로
Chiba | JP | city | 千葉市, 지바
Kobe | JP | city | 神戸, 神戸市, 고베
Kyoto | JP | city | 京都, 京都市, Киото, 교토
Hiroshima | JP | city | 広島市
Sendai | JP | city | 仙台, 仙台市
Kitakyushu | JP | city | 北九州, 北九州市
Shiroi | JP | city | 白井市
Daegu | KR | city | 대구, 大邱
Gwangju | KR | city | 광주
Chuncheon | KR | city | 춘천
Pohang | KR | city | 포항
Guangzhou | CN | city | 广州, 廣州, 広州
Hangzhou | CN | city | 杭州
Chengdu | CN | city | 成都
Wuhan | CN | city | 武汉, 武漢
Ulanqab | CN | city | 乌兰察布, 烏蘭察布
Hsinchu | TW | city | 新竹
Taichung | TW | city | 台中, 臺中
Helsinki | FI | city | Хельсинки
Warsaw | PL | city | Warschau, Varsavia, Varsovia, Varsóvia, Варшав*
Moscow | RU | city | Moskau, Mosca, Moscú, Moscou, Москв*, モスクワ, 莫斯科, 모스크바
Dubai | AE | city | Дуба*, ドバイ, 迪拜, 杜拜, 두바이
Abu Dhabi | AE | city | Abu Dabi, Абу-Даби, アブダビ, 阿布扎比, 阿布達比, 아부다비
Riyadh | SA | city | Riad, Эр-Рияд*, リヤド, 利雅得
Yerevan | AM | city | Ереван*, Eriwan
São Paulo | BR | city | San Paolo, Сан-Паулу, サンパウロ, 圣保罗, 상파울루
Fortaleza | BR | city |
Rio de Janeiro | BR | city | Rio
Querétaro | MX | city | Queretaro
Mexico City | MX | city | Ciudad de México, Città del Messico, Cidade do México
Santiago | CL | city | Santiago de Chile
Bogotá | CO | city | Bogota
Montreal | CA | city | Montréal, モントリオール
Toronto | CA | city | Торонто
Abilene | US | city | Abilene Texas, アビリーン, 阿比林
Ellendale | US | city |
Harwood | US | city |
Lancaster | US | city |
Port Washington | US | city |
Shackelford County | US | district |
Colorado City | US | city |
Memphis | US | city | Мемфис*, メンフィス, 孟菲斯, 멤피스
Phoenix | US | city | Финикс*, フェニックス
Dallas | US | city | Даллас*, ダラス, 达拉斯
Ashburn | US | city |
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
Shenzhen | CN | city | Шэньчжэн*, 深圳, 선전시
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
Canada | CA | country | Kanada, Canadá, Канад*, カナダ, 加拿大, 캐나다
Russia | RU | country | Rusia, Russland, Russie, Rússia, Росси*, ロシア, 俄罗斯, 俄羅斯, 러시아
United States | US | country | USA, U.S., US, Stati Uniti, Estados Unidos, EE.UU., EE. UU., EEUU, Vereinigte Staaten, Vereinigten Staaten, États-Unis, EUA, США, 米国, アメリカ, 美国, 美國, 미국
"""
