"""How a region scores self-evaluations (绩效自评): weights, bands and options. Pure data, all of it regional settings.

Sources: 财预〔2020〕10号 and 财预〔2021〕101号 as provincial forms print them; numbers that were seen in one province
only are off by default.
"""

from dataclasses import dataclass

SATISFACTION, COST, OUTPUT, BENEFIT, ALL = "满意", "成本", "产出", "效益", ""


@dataclass(frozen=True)
class Block:
    """Points of one level-1 group; ``words``: a level-1 or level-2 name with one of them belongs to it ("" = any)."""

    points: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """Points of the budget's execution and of each group of indicators; together 100."""

    money: int
    blocks: tuple[Block, ...]
    zh: str
    en: str
    source: str

    @property
    def goals(self) -> int:
        """What all indicators together give at most."""
        return 100 - self.money

    def block_of(self, level1: str, level2: str) -> Block:
        """The group of an indicator; the last group has the empty word and takes what no other names."""
        named = ((block, word) for block in self.blocks for word in block.words)
        return next(block for block, word in named if word in level1 or word in level2)


_SATISFIED = Block(10, (SATISFACTION,))
WEIGHTS: dict[str, Weights] = {
    "10/50/30/10": Weights(
        10, (_SATISFIED, Block(30, (BENEFIT,)), Block(50, (COST, OUTPUT, ALL))),
        "执行10 产出50 效益30 满意度10",
        "Execution 10, outputs with cost 50, benefits 30, satisfaction 10",
        "财预〔2020〕10号（条文未核对）",
    ),
    "10/20/40/20/10": Weights(
        10, (_SATISFIED, Block(20, (COST,)), Block(20, (BENEFIT,)), Block(40, (OUTPUT, ALL))),
        "执行10 成本20 产出40 效益20 满意度10",
        "Execution 10, cost 20, outputs 40, benefits 20, satisfaction 10",
        "财预〔2021〕101号（条文未核对）",
    ),
    "20/80": Weights(
        20, (Block(80, (ALL,)),), "执行20 绩效目标80", "Execution 20, goals of the year 80",
        "湖北省项目支出绩效自评表",
    ),
}  # fmt: skip
"""Weight schemes a region chooses from. The last group of each takes what the others do not name."""
USUAL_WEIGHTS = "10/50/30/10"

OVERALL_WEIGHTS: dict[str, Weights] = {
    "20/80": WEIGHTS["20/80"],
    "10/10/20/30/10/10/10": Weights(
        10,
        (
            _SATISFIED, Block(10, ("可持续发展能力", "可持续影响")), Block(10, ("社会效应", BENEFIT)),
            Block(10, ("运行成本", COST)), Block(20, ("管理效率",)), Block(30, ("履职效能", OUTPUT, ALL)),
        ),
        "执行10 运行成本10 管理效率20 履职效能30 社会效应10 可持续发展能力10 满意度10",
        "Execution 10, running cost 10, management 20, duties 30, social effect 10, sustainability 10, satisfaction 10",
        "六类一级指标见部门整体支出绩效目标表；分值为本系统约定",
    ),
    "10/50/30/10": WEIGHTS["10/50/30/10"],
}  # fmt: skip
"""The same for forms of a department or unit as a whole (部门整体支出); older ones have the groups of projects, which
count as the group that took their place."""
USUAL_OVERALL_WEIGHTS = "20/80"

FLOORS: dict[str, tuple[int, int]] = {"80/60": (80, 60), "80/50": (80, 50)}
"""定性指标三档: from which percent of the weight is 达成, 部分达成. 80/50 in Hubei and Jiangxi."""
USUAL_FLOORS = "80/60"

CEILINGS: tuple[tuple[int, int], ...] = ((50, 59), (60, 69), (70, 79), (80, 89))
"""(execution rate below, most points of the whole form), worst first; one provincial manual."""
SATISFIED_AT, DISSATISFIED_BELOW = 90, 60
"""满意度赋分 as an option: from 90 % on full points, none below 60 %."""


@dataclass(frozen=True)
class Scheme:
    """Everything the points of a form depend on besides the form itself.

    ``pass_percent``: less than that of a target gives nothing; ``overshoot_percent``: a result so much above its
    target costs ``overshoot_points``; 0 = the option is off.
    """

    weights: Weights = WEIGHTS[USUAL_WEIGHTS]
    floors: tuple[int, int] = FLOORS[USUAL_FLOORS]
    satisfaction_steps: bool = False
    pass_percent: int = 0
    overshoot_percent: int = 0
    overshoot_points: int = 2
    ceilings: bool = False
    grades: tuple[int, int, int] = (90, 80, 60)

    def with_satisfaction_steps(self, level1: str, level2: str) -> bool:
        """Whether 满意度赋分 holds for an indicator of these levels."""
        return self.satisfaction_steps and (SATISFACTION in level1 or SATISFACTION in level2)
