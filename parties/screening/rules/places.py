"""Places and directions that very many names carry: two names that differ in one are seldom of one party. Plain Python."""

from __future__ import annotations

from functools import lru_cache

from parties.register.calc import normalise

# Places that stand in front of very many names, often the only word in which two of them differ. 山西 and 陕西 are not
# among them: "Shanxi" is written for both.
_PLACES = """
anhui 安徽 beijing 北京 chongqing 重庆 fujian 福建 gansu 甘肃 guangdong 广东 guangxi 广西 guizhou 贵州 hainan 海南 hebei 河北
heilongjiang 黑龙江 henan 河南 hubei 湖北 hunan 湖南 jiangsu 江苏 jiangxi 江西 jilin 吉林 liaoning 辽宁 ningxia 宁夏 qinghai 青海
shandong 山东 shanghai 上海 sichuan 四川 tianjin 天津 xinjiang 新疆 yunnan 云南 zhejiang 浙江 guangzhou 广州 shenzhen 深圳
hangzhou 杭州 nanjing 南京 suzhou 苏州 wuhan 武汉 chengdu 成都 xian 西安 changsha 长沙 zhengzhou 郑州 jinan 济南 qingdao 青岛
dalian 大连 shenyang 沈阳 harbin 哈尔滨 hefei 合肥 xiamen 厦门 fuzhou 福州 ningbo 宁波 wuxi 无锡 kunming 昆明 nanchang 南昌
nanning 南宁 changchun 长春 lanzhou 兰州 taiyuan 太原 shijiazhuang 石家庄 dongguan 东莞 zhuhai 珠海 wenzhou 温州
""".split()
_IN_CHARACTERS = dict(zip(_PLACES[1::2], _PLACES[::2], strict=True))
_IN_LATIN = {place: place for place in _PLACES[::2]} | {
    "peking": "beijing", "north": "north", "northern": "north", "south": "south", "southern": "south", "east": "east",
    "eastern": "east", "west": "west", "western": "west",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def places_of(name: str) -> frozenset[str]:
    """The places that a name carries, of those that many names differ in alone; the same in Latin letters and in characters."""
    key = normalise(name)
    if key.isascii():
        return frozenset(_IN_LATIN[word] for word in key.split() if word in _IN_LATIN)
    return frozenset(place for characters, place in _IN_CHARACTERS.items() if characters in key)
