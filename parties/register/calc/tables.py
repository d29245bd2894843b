"""Tables that `calc` reads: legal forms, letters that fold, traditional characters, scripts."""

from __future__ import annotations

# canonical form: spellings, folded (lower case, without points; "&" is "and").
_FORMS = {
    "inc": "inc, incorporated",
    "corp": "corp, corporation",
    "co": "co, company",
    "ltd": "ltd, limited, co ltd, company limited, co limited",
    "pte ltd": "pte ltd, pte limited, private limited, pvt ltd, pvt limited, pte",
    "pty ltd": "pty ltd, pty limited, proprietary limited",
    "llc": "llc, l l c, limited liability company",
    "lp": "lp, l p, limited partnership",
    "llp": "llp, limited liability partnership",
    "plc": "plc, public limited company",
    "gmbh": "gmbh, gesellschaft mit beschrankter haftung, mbh, ggmbh",
    "gmbh and co kg": "gmbh and co kg",
    "ag": "ag, aktiengesellschaft",
    "kg": "kg", "ug": "ug",
    "se": "se",
    "sa": "sa, s a, societe anonyme, sociedad anonima",
    "sas": "sas, s a s",
    "sarl": "sarl, s a r l, sarl sa",
    "spa": "spa, s p a, societa per azioni",
    "srl": "srl, s r l",
    "sl": "sl, s l, slu",
    "sgr": "sgr",
    "bv": "bv, b v",
    "nv": "nv, n v",
    "ab": "ab, ab publ, aktiebolag",
    "as": "as, a s, asa, aksjeselskap",
    "aps": "aps",
    "oy": "oy, oyj, oy ab",
    "kft": "kft", "zrt": "zrt",
    "sro": "sro, s r o",
    "sp z oo": "sp z o o, sp zoo, spolka z o o",
    "sa de cv": "sa de cv, s a de c v, sapi de cv",
    "ltda": "ltda, limitada",
    "pt": "pt", "tbk": "tbk",
    "bhd": "bhd, berhad", "sdn bhd": "sdn bhd, sendirian berhad",
    "kk": "kk, k k, kabushiki kaisha, 株式会社, 株式會社, (株), 株",
    "gk": "gk, godo kaisha, 合同会社",
    "kor co": "주식회사, 유한회사",
    "cn ltd": "有限公司, 有限责任公司, 股份有限公司, 集团有限公司",
    "jsc": "jsc, pjsc, ojsc, ooo, oao, pao, ао, ооо, оао, пао, зао",
    "fzco": "fzco, fze, fz llc, dmcc",
    "wll": "wll, w l l",
    "as tr": "a s tr, anonim sirketi",
}  # fmt: skip
LEGAL_FORMS: dict[str, str] = {
    spelling.strip(): form for form, spellings in _FORMS.items() for spelling in spellings.split(",")
}
LEADING_FORMS = frozenset({"pt", "ооо", "оао", "пао", "зао", "ао"})

# Letters whose decomposition does not give their plain form.
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ё": "е"}
)

# Traditional → simplified, the characters that company, place and product names use most.
_PAIRS = """
紅红 書书 華华 國国 際际 電电 訊讯 網网 絡络 騰腾 雲云 雲云 銀银 證证 資资 產产 業业 團团 遠远 東东 門门 開开 發发 動动 機机 車车 長长 線线
達达 輝辉 聯联 眾众 興兴 龍龙 鴻鸿 鐵铁 鋼钢 鑫鑫 億亿 萬万 島岛 灣湾 廣广 蘇苏 滬沪 臺台 澳澳 豐丰 匯汇 滙汇 恆恒 勝胜 飛飞 馬马 麗丽 藍蓝
綠绿 黃黄 陽阳 陰阴 風风 氣气 漢汉 濟济 濱滨 寧宁 遼辽 貴贵 慶庆 財财 貿贸 貨货 質质 購购 費费 賽赛 輪轮 輸输 軟软 轉转 軌轨 運运 連连 進进
過过 還还 遊游 選选 邁迈 邏逻 釋释 針针 鏈链 鏡镜 錢钱 錦锦 銷销 鋒锋 閃闪 間间 聞闻 關关 陳陈 陸陆 隊队 隨随 雙双 雞鸡 離离 難难 霧雾 靈灵
靜静 韓韩 順顺 項项 須须 頓顿 預预 領领 頭头 題题 顏颜 類类 顧顾 顯显 飯饭 飲饮 館馆 騎骑 驗验 驅驱 體体 髮发 鬥斗 魚鱼 魯鲁 鮮鲜 鳥鸟 鳳凤
齊齐 齒齿 點点 黨党 學学 實实 寶宝 專专 將将 對对 導导 層层 屬属 歲岁 師师 幣币 帶带 幫帮 廠厂 張张 強强 彈弹 後后 徑径 從从 復复 應应 懷怀
戰战 戲戏 擁拥 據据 撐撑 擴扩 攝摄 數数 斷断 時时 晉晋 暢畅 術术 條条 極极 樂乐 標标 樣样 橋桥 檢检 歐欧 歷历 殺杀 殼壳 決决 況况 測测 湯汤
溫温 漁渔 潔洁 滿满 漲涨 潤润 澤泽 災灾 燈灯 營营 爾尔 牆墙 狀状 獨独 獎奖 獲获 環环 現现 瑪玛 畫画 當当 療疗 盡尽 監监 盤盘 碼码 礎础 禮礼
種种 積积 稱称 穩稳 窮穷 競竞 筆笔 節节 範范 築筑 簡简 籌筹 糧粮 紀纪 約约 級级 納纳 純纯 紙纸 組组 細细 終终 結结 給给 統统 經经 綜综 維维
緊紧 緣缘 編编 練练 縣县 總总 績绩 織织 續续 羅罗 義义 習习 聖圣 聲声 職职 聽听 腦脑 臨临 與与 舊旧 藝艺 藥药 蘭兰 處处 號号 虛虚 蘋苹 蟲虫
術术 衛卫 裝装 補补 製制 複复 見见 規规 視视 親亲 覺觉 觀观 計计 訂订 記记 訓训 設设 許许 評评 詞词 試试 詩诗 話话 該该 詳详 認认 語语 說说
課课 調调 談谈 請请 論论 諾诺 謝谢 識识 譜谱 議议 護护 變变 讓让 負负 責责 貝贝 賓宾 賢贤 賣卖 贊赞 贏赢 趙赵 躍跃 車车 軍军 載载 較较 輔辅
農农 邊边 鄉乡 鄧邓 鄭郑 鄰邻 釣钓 鈴铃 鈺钰 鉅钜 銅铜 銘铭 鋰锂 錄录 鍋锅 鍵键 鎮镇 鐘钟 鑄铸 閣阁 閱阅 阿阿 陣阵 階阶 際际 隱隐 雜杂 雲云
韋韦 頁页 頻频 額额 願愿 飾饰 養养 餘余 駐驻 駕驾 騙骗 魏魏 鵬鹏 鷹鹰 麥麦 點点 齡龄 亞亚 倉仓 個个 倫伦 偉伟 側侧 傑杰 備备 傳传 債债 傷伤
傾倾 僅仅 價价 優优 兒儿 內内 兩两 凱凯 創创 劃划 劉刘 劍剑 劑剂 勁劲 務务 勞劳 勢势 勵励 勻匀 區区 協协 單单 廳厅 歷历 參参 員员 問问 啟启
喬乔 嚴严 圍围 園园 圓圆 圖图 執执 堅坚 報报 場场 塊块 壓压 壞坏 聲声 夢梦 夥伙 奧奥 奪夺 奮奋 婦妇 媽妈 孫孙 寫写 審审 寬宽 尋寻 會会 極极
"""
SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})

# (first, last, ISO 15924 code); the first range that holds a letter decides.
SCRIPTS = (
    ("A", "z", "Latn"), ("\u00aa", "\u024f", "Latn"), ("\u1e00", "\u1eff", "Latn"), ("\uff21", "\uff5a", "Latn"),
    ("\u0370", "\u03ff", "Grek"), ("\u1f00", "\u1fff", "Grek"), ("\u0400", "\u052f", "Cyrl"),
    ("\u0530", "\u058f", "Armn"), ("\u0590", "\u05ff", "Hebr"), ("\u0600", "\u077f", "Arab"),
    ("\u0900", "\u097f", "Deva"), ("\u0980", "\u09ff", "Beng"), ("\u0b80", "\u0bff", "Taml"),
    ("\u0e00", "\u0e7f", "Thai"), ("\u10a0", "\u10ff", "Geor"), ("\u1100", "\u11ff", "Hang"),
    ("\u3040", "\u30ff", "Kana"), ("\u31f0", "\u31ff", "Kana"), ("\uff66", "\uff9f", "Kana"),
    ("\u3130", "\u318f", "Hang"), ("\uac00", "\ud7a3", "Hang"), ("\u3400", "\u4dbf", "Hani"),
    ("\u4e00", "\u9fff", "Hani"), ("\uf900", "\ufaff", "Hani"), ("\U00020000", "\U0003134f", "Hani"),
)  # fmt: skip
