"""The code lists of classes that come with the product (政府收支分类科目): what a code is called, and when. Pure.

Only names: a code that is not listed counts like any other. Rows of ``code_item`` add to these, year by year, and
give the other ways a code is printed (aliases).
"""

from dataclasses import dataclass

FUNCTION, ECONOMIC, NATURE = "function", "economic", "nature"
FOREVER = 9999


@dataclass(frozen=True)
class CodeRow:
    """One code of a list. ``aliases``: what files print instead of it."""

    list_name: str
    code: str
    words: tuple[str, str]
    year_from: int = 0
    year_to: int = FOREVER
    aliases: tuple[str, ...] = ()


_FUNCTIONS = """
201 一般公共服务支出|General public services
202 外交支出|Foreign affairs
203 国防支出|National defence
204 公共安全支出|Public security
205 教育支出|Education
206 科学技术支出|Science and technology
207 文化旅游体育与传媒支出|Culture, tourism, sport and media|2019
207 文化体育与传媒支出|Culture, sport and media|0-2018
208 社会保障和就业支出|Social security and employment
20801 人力资源和社会保障管理事务|Administration of human resources and social security
2080101 行政运行|Administration
2080102 一般行政管理事务|General administration
2080104 综合业务管理|General business
2080105 劳动保障监察|Labour inspection
2080106 就业管理事务|Employment services
2080107 社会保险业务管理事务|Administration of social insurance
2080108 信息化建设|Information systems
2080109 社会保险经办机构|Social insurance offices
2080110 劳动关系和维权|Labour relations and rights
2080111 公共就业服务和职业技能鉴定机构|Public employment and vocational testing offices
2080112 劳动人事争议调解仲裁|Mediation and arbitration of labour disputes
2080116 引进人才费用|Attracting talent
2080150 事业运行|Running of public institutions
2080199 其他人力资源和社会保障管理事务支出|Other administration of human resources and social security
20802 民政管理事务|Civil affairs
20805 行政事业单位养老支出|Pensions of public bodies
20806 企业改革补助|Subsidies to reforming enterprises
20807 就业补助|Employment subsidies
2080701 就业创业服务补贴|Subsidies to employment services
2080702 职业培训补贴|Subsidies to vocational training
2080704 社会保险补贴|Subsidies to social insurance
2080705 公益性岗位补贴|Subsidies to public welfare posts
2080711 就业见习补贴|Subsidies to traineeships
2080712 高技能人才培养补助|Training of highly skilled workers
2080713 求职和创业补贴|Subsidies to job seekers and founders
2080799 其他就业补助支出|Other employment subsidies
20808 抚恤|Pensions for the bereaved and disabled
20809 退役安置|Settlement of veterans
20810 社会福利|Social welfare
20811 残疾人事业|Services for the disabled
20816 红十字事业|Red Cross
20819 最低生活保障|Minimum living allowance
20820 临时救助|Temporary relief
20821 特困人员救助供养|Support of the destitute
20825 其他生活救助|Other relief
20826 财政对基本养老保险基金的补助|Subsidies to the basic pension funds
20827 财政对其他社会保险基金的补助|Subsidies to other social insurance funds
20828 退役军人管理事务|Administration of veterans' affairs
20830 财政代缴社会保险费支出|Social insurance paid for the insured
20899 其他社会保障和就业支出|Other social security and employment
209 社会保险基金支出|Social insurance funds
210 卫生健康支出|Health|2019
210 医疗卫生与计划生育支出|Health and family planning|0-2018
211 节能环保支出|Energy saving and environment
212 城乡社区支出|Urban and rural communities
213 农林水支出|Agriculture, forestry and water
214 交通运输支出|Transport
215 资源勘探工业信息等支出|Resource exploration, industry and information
216 商业服务业等支出|Commerce and services
217 金融支出|Finance
219 援助其他地区支出|Aid to other regions
220 自然资源海洋气象等支出|Natural resources, oceans and weather|2019
220 国土海洋气象等支出|Land, oceans and weather|0-2018
221 住房保障支出|Housing
222 粮油物资储备支出|Grain, oil and material reserves
223 国有资本经营预算支出|State capital operations
224 灾害防治及应急管理支出|Disaster prevention and emergencies|2019
227 预备费|Reserve
229 其他支出|Other
230 转移性支出|Transfers
231 债务还本支出|Repayment of debt
232 债务付息支出|Interest on debt
233 债务发行费用支出|Costs of issuing debt
234 抗疫特别国债安排的支出|Special bonds against the epidemic|2020
"""
_ECONOMICS = """
301 工资福利支出|Wages and benefits
30101 基本工资|Basic wages
30102 津贴补贴|Allowances
30103 奖金|Bonuses
30106 伙食补助费|Meal allowances
30107 绩效工资|Performance pay
30108 机关事业单位基本养老保险缴费|Basic pension contributions
30109 职业年金缴费|Occupational annuities
30110 职工基本医疗保险缴费|Basic medical insurance
30111 公务员医疗补助缴费|Medical subsidies of civil servants
30112 其他社会保障缴费|Other social insurance
30113 住房公积金|Housing fund
30114 医疗费|Medical costs
30199 其他工资福利支出|Other wages and benefits
302 商品和服务支出|Goods and services
30201 办公费|Office supplies
30202 印刷费|Printing
30203 咨询费|Consulting
30204 手续费|Fees
30205 水费|Water
30206 电费|Electricity
30207 邮电费|Post and telephone
30208 取暖费|Heating
30209 物业管理费|Property management
30211 差旅费|Travel
30212 因公出国（境）费用|Official travel abroad
30213 维修（护）费|Repair and maintenance
30214 租赁费|Rent
30215 会议费|Meetings
30216 培训费|Training
30217 公务接待费|Official receptions
30218 专用材料费|Special materials
30224 被装购置费|Uniforms
30225 专用燃料费|Special fuel
30226 劳务费|Labour
30227 委托业务费|Commissioned services
30228 工会经费|Trade union
30229 福利费|Welfare
30231 公务用车运行维护费|Official vehicles
30239 其他交通费用|Other transport
30240 税金及附加费用|Taxes
30299 其他商品和服务支出|Other goods and services
303 对个人和家庭的补助|Subsidies to individuals and families
30301 离休费|Retired cadres
30302 退休费|Pensions
30303 退职（役）费|Leaving the service
30304 抚恤金|Compensation for the bereaved
30305 生活补助|Living allowances
30306 救济费|Relief
30307 医疗费补助|Medical subsidies
30308 助学金|Student grants
30309 奖励金|Rewards
30310 个人农业生产补贴|Subsidies to farmers
30311 代缴社会保险费|Social insurance paid for the insured
30399 其他对个人和家庭的补助|Other subsidies to individuals and families
307 债务利息及费用支出|Interest and costs of debt
309 资本性支出（基本建设）|Capital (construction)
310 资本性支出|Capital
31001 房屋建筑物购建|Buildings
31002 办公设备购置|Office equipment
31003 专用设备购置|Special equipment
31005 基础设施建设|Infrastructure
31006 大型修缮|Major repairs
31007 信息网络及软件购置更新|Networks and software
31008 物资储备|Material reserves
31013 公务用车购置|Purchase of official vehicles
31099 其他资本性支出|Other capital
311 对企业补助（基本建设）|Subsidies to enterprises (construction)
312 对企业补助|Subsidies to enterprises
313 对社会保障基金补助|Subsidies to social security funds
399 其他支出|Other
"""
_NATURES = (
    ("general", "一般公共预算资金", "General public budget",
     "一般公共预算 一般公共预算拨款 一般公共预算财政拨款 公共财政预算资金 经费拨款 财政拨款"),
    ("government_fund", "政府性基金预算资金", "Government funds", "政府性基金 政府性基金预算 政府性基金预算拨款"),
    ("state_capital", "国有资本经营预算资金", "State capital operations",
     "国有资本经营预算 国有资本经营收入 国有资本经营预算拨款"),
    ("social_insurance", "社会保险基金预算资金", "Social insurance funds", "社会保险基金 社会保险基金预算"),
    ("special_account", "财政专户管理资金", "Special fiscal accounts", "财政专户管理的非税收入 财政专户资金 专户资金"),
    ("unit", "单位资金", "Own money of the unit", "单位自有资金 其他资金"),
)  # fmt: skip


def _rows(list_name: str, text: str) -> list[CodeRow]:
    found = []
    for line in text.strip().splitlines():
        code, _space, rest = line.partition(" ")
        zh, en, *years = rest.split("|")
        first, _to, last = (years[0] if years else "").partition("-")
        found.append(CodeRow(list_name, code, (zh, en), int(first or 0), int(last or FOREVER)))
    return found


SHIPPED: tuple[CodeRow, ...] = (
    *_rows(FUNCTION, _FUNCTIONS),
    *_rows(ECONOMIC, _ECONOMICS),
    *(CodeRow(NATURE, code, (zh, en), aliases=(zh, *others.split())) for code, zh, en, others in _NATURES),
)
