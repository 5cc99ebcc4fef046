"""Which line of public spending a department works in, read off its name. Pure.

The names are the classes (类) of 政府收支分类科目 (支出功能分类): every finance bureau sorts by them. To add a kind of
department: one word here. The first class whose word stands in the name holds, so the narrower words come first.
"""

GENERAL = "一般公共服务"

SECTORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("教育", ("教育", "学校", "大学", "中学", "小学", "幼儿园", "党校")),
    ("科学技术", ("科技", "科学技术", "科协")),
    ("文化旅游体育与传媒", ("文化", "旅游", "体育", "广电", "广播", "文联", "文物", "图书馆", "博物馆", "融媒体")),
    ("卫生健康", ("卫生", "健康", "医院", "医疗", "疾病预防", "疾控", "妇幼", "计生", "药品")),
    ("社会保障和就业", ("人力资源", "社会保障", "民政", "退役军人", "残联", "残疾人", "就业", "社保", "劳动")),
    ("公共安全", ("公安", "司法", "法院", "检察", "政法", "监狱")),
    ("灾害防治及应急管理", ("应急", "消防", "地震")),
    ("节能环保", ("生态环境", "环保", "环境保护")),
    ("农林水", ("农业", "农村", "林业", "水利", "乡村", "畜牧", "水产", "园林", "供销")),
    ("交通运输", ("交通", "公路", "运输", "港航", "邮政")),
    ("住房保障", ("住房公积金", "房产", "保障房")),
    ("城乡社区", ("住房和城乡", "住建", "城建", "城管", "城市管理", "城乡", "街道", "市政", "建设")),
    ("自然资源海洋气象", ("自然资源", "国土", "规划", "气象", "测绘")),
    ("粮油物资储备", ("粮食", "物资储备")),
    ("资源勘探工业信息", ("工业", "经济和信息", "经信", "国资", "中小企业")),
    ("商业服务业", ("商务", "招商")),
    ("国防", ("人武", "人民武装", "国防动员", "人防")),
)


def sector_of(department: str) -> str:
    """The class of a department; 一般公共服务 where its name says no other."""
    return next((name for name, words in SECTORS if any(word in department for word in words)), GENERAL)


def known_sectors() -> tuple[str, ...]:
    """All classes, the general one first."""
    return (GENERAL, *(name for name, _words in SECTORS))
