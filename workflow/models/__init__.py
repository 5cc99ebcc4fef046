"""All tables. Importing this package registers every table on one metadata."""

from workflow.models.approval import (
    ApprovalBatch,
    ApprovalDocument,
    ApprovalDocumentVersion,
    DocumentCosigner,
    DocumentFile,
    DocumentLeftOut,
)
from workflow.models.attachment import Attachment, FileContent
from workflow.models.audit import AuditEntry
from workflow.models.beside import OutsidePayment, UpperTransfer, UpperTransferPart
from workflow.models.carried import CarriedValue, Clone
from workflow.models.correction import CorrectiveAction
from workflow.models.declaration import (
    AssetLine,
    BlockWeight,
    Declaration,
    DeclarationEdit,
    DeclarationText,
    ExecutingBody,
    ExpenditureAmount,
    ExpenditureLine,
    FundingSource,
    Goal,
    Indicator,
    ReviewOpinion,
    UnparsedInput,
)
from workflow.models.entered_form import EnteredForm
from workflow.models.evaluation import (
    EvaluationChoice,
    EvaluationExtension,
    EvaluationFile,
    EvaluationTask,
    SelfEvaluation,
    SelfEvaluationItem,
)
from workflow.models.export import ExportPart, ListExport
from workflow.models.intake import IntakeFile, IntakeForm
from workflow.models.job import JobRun
from workflow.models.ledger import (
    ExecutionRate,
    LedgerEntry,
    Payment,
    PaymentAside,
    PaymentBatch,
    PaymentMatch,
    PaymentQuarantine,
    SpendingPlan,
)
from workflow.models.library import LibraryIndicator
from workflow.models.monitoring import (
    CampaignChoice,
    CampaignExtension,
    MonitoringCampaign,
    MonitoringItem,
    MonitoringPart,
    MonitoringReport,
)
from workflow.models.negotiation import SuggestedEdit
from workflow.models.offline import OfflineUpload
from workflow.models.organisation import Organisation
from workflow.models.outbox import InboxMessage, OutboxMessage
from workflow.models.people import Grant, KnownBrowser, SignInSession, StandIn, UserAccount
from workflow.models.project import Project
from workflow.models.recheck import EvaluationRecheck, EvaluationSample, RecheckLine, ResultUse
from workflow.models.region import CodeItem, FormProfile, Region, RegionSetting
from workflow.models.reminder import ReminderLog, ReminderSetting
from workflow.models.review import Comment, ReturnOrder, Unlock, WorkItem
from workflow.models.review_desk import LateComment, Phrase, ReviewSheet
from workflow.models.review_queue import PendingDecision, ReviewCard, SubmittedFinding
from workflow.models.rule_check import Fingerprint, OverallStatement, ReviewDue, ReviewResult
from workflow.models.special import SpecialApproval, SpecialPoint
from workflow.models.submission import FiledBy, Signature, Snapshot, Submission, Waiver
from workflow.models.target_task import TargetAdjustmentTask
from workflow.models.task import DeclarationTask, TaskExtension
from workflow.models.treasury import ClosedMonth, ClosedMonthChange, ClosedProject, PaymentColumns, PaymentTotal

__all__ = [
    "ApprovalBatch",
    "ApprovalDocument",
    "ApprovalDocumentVersion",
    "AssetLine",
    "Attachment",
    "AuditEntry",
    "BlockWeight",
    "CampaignChoice",
    "CampaignExtension",
    "CarriedValue",
    "Clone",
    "ClosedMonth",
    "ClosedMonthChange",
    "ClosedProject",
    "CodeItem",
    "Comment",
    "CorrectiveAction",
    "Declaration",
    "DeclarationEdit",
    "DeclarationTask",
    "DeclarationText",
    "DocumentCosigner",
    "DocumentFile",
    "DocumentLeftOut",
    "EnteredForm",
    "EvaluationChoice",
    "EvaluationExtension",
    "EvaluationFile",
    "EvaluationRecheck",
    "EvaluationSample",
    "EvaluationTask",
    "ExecutingBody",
    "ExecutionRate",
    "ExpenditureAmount",
    "ExpenditureLine",
    "ExportPart",
    "FileContent",
    "FiledBy",
    "Fingerprint",
    "FormProfile",
    "FundingSource",
    "Goal",
    "Grant",
    "InboxMessage",
    "Indicator",
    "IntakeFile",
    "IntakeForm",
    "JobRun",
    "KnownBrowser",
    "LateComment",
    "LedgerEntry",
    "LibraryIndicator",
    "ListExport",
    "MonitoringCampaign",
    "MonitoringItem",
    "MonitoringPart",
    "MonitoringReport",
    "OfflineUpload",
    "Organisation",
    "OutboxMessage",
    "OutsidePayment",
    "OverallStatement",
    "Payment",
    "PaymentAside",
    "PaymentBatch",
    "PaymentColumns",
    "PaymentMatch",
    "PaymentQuarantine",
    "PaymentTotal",
    "PendingDecision",
    "Phrase",
    "Project",
    "RecheckLine",
    "Region",
    "RegionSetting",
    "ReminderLog",
    "ReminderSetting",
    "ResultUse",
    "ReturnOrder",
    "ReviewCard",
    "ReviewDue",
    "ReviewOpinion",
    "ReviewResult",
    "ReviewSheet",
    "SelfEvaluation",
    "SelfEvaluationItem",
    "SignInSession",
    "Signature",
    "Snapshot",
    "SpecialApproval",
    "SpecialPoint",
    "SpendingPlan",
    "StandIn",
    "Submission",
    "SubmittedFinding",
    "SuggestedEdit",
    "TargetAdjustmentTask",
    "TaskExtension",
    "Unlock",
    "UnparsedInput",
    "UpperTransfer",
    "UpperTransferPart",
    "UserAccount",
    "Waiver",
    "WorkItem",
]
