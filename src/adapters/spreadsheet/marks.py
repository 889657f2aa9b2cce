"""The names by which a workbook is known to be ours: its tabs, and the labels of its binding."""

DATA_TAB = "Enrollment Data"
INSTRUCTIONS_TAB = "Instructions"
LISTS_TAB = "Lists"

REGION, GROUP_ID, GROUP_NAME, TEMPLATE_VERSION = LABELS = (
    "Region",
    "Group ID",
    "Group Name",
    "Template Version",
)


def defined_name(label: str) -> str:
    """The defined name that holds what the label says: names have no spaces."""
    return "Template_" + label.replace("Template ", "").replace(" ", "_")
