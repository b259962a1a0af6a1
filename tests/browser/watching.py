"""Hears everything a browser complains of: errors in the console, content it refused, requests that failed."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

REPORT_REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
"""Chromium says most refusals in the console itself; this says all of them, with what was refused."""


def watch(context: BrowserContext) -> list[str]:
    """The complaints of every page of `context`, growing as they come."""
    heard: list[str] = []

    def console(message: ConsoleMessage) -> None:
        # What is loaded in vain is judged by its answer below, where a page that says 422 to a form is no complaint.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            heard.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def uncaught(error: WebError) -> None:
        heard.append(f"uncaught: {error.error}")

    def failed(request: Request) -> None:
        # Given up by the page itself: it was left, or what it asked for is kept as a file.
        if request.failure != "net::ERR_ABORTED":
            heard.append(f"failed: {request.method} {request.url} ({request.failure})")

    def answered(response: Response) -> None:
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            heard.append(f"{response.status}: {response.request.method} {response.url}")

    context.add_init_script(REPORT_REFUSALS)
    context.on("console", console)
    context.on("weberror", uncaught)
    context.on("requestfailed", failed)
    context.on("response", answered)
    return heard
