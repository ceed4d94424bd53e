"""What the copy button takes from an example can be typed as it is."""

import pytest

from tests.site.conftest import SITE

pytestmark = pytest.mark.browser


def test_code_is_copied_without_prompts_and_output(visit):
    seen = visit()
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = seen.open(SITE / "book" / "methods" / "shift_share.html")
    box = page.locator(".highlight:has(.gp)").first
    box.hover()
    box.locator(".copybtn").click()
    page.wait_for_timeout(200)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert ">>>" not in copied
    compile(copied, "copied", "exec")
