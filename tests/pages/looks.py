"""axe on page after page, where the contrast of what looks the same in the same place is measured once.

Contrast is most of the work of a scan, and every page has the frame, buttons and tables of the others. What decides
it is in the style that the browser computed for an element and for everything around it: that, with the markup that
tells elements apart, is its look. All other rules see every element of every page.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.pages.walk import TELLING

STYLES = (
    "color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight", "textShadow", "filter",
    "position", "zIndex", "display", "visibility",
)  # fmt: skip

RUN = """async ([known, telling, styles]) => {
  const short = (text) => {  // 64 bits of a text, so that a page does not send megabytes
    let one = 0xdeadbeef, two = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 2654435761);
      two = Math.imul(two ^ code, 1597334677);
    }
    return (one >>> 0).toString(36) + (two >>> 0).toString(36);
  };
  const seen = new Set(known.split(" ")), looks = new Map(), fresh = new Set();
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const own = [element.tagName, ...telling.map((name) => element.getAttribute(name)), element.checkVisibility(),
      ...styles.map((name) => style[name])];
    const look = short(looks.get(element.parentElement) + own.join());
    looks.set(element, look);
    if (!seen.has(look)) {
      fresh.add(look);
      element.setAttribute("data-new-look", "");
    }
  }
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-new-look]" }] });
  const found = await axe.run({ resultTypes: ["violations"] });
  return [[...fresh].join(" "), found.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`)];
}"""


@dataclass
class Looks:
    """What was measured already, whatever the window: what a narrow one changes shows in the styles."""

    known: set[str] = field(default_factory=set)

    def violations(self, page: Page) -> list[str]:
        """What axe, which must be loaded, finds on the page."""
        fresh, found = page.evaluate(RUN, [" ".join(self.known), TELLING, STYLES])  # one text: a list travels slowly
        self.known |= set(fresh.split())
        return list(found)
