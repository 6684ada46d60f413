"""A person at a browser."""

from pathlib import Path


class Reader:
    """A person at a browser: what they open, and what went wrong meanwhile."""

    def __init__(self, context) -> None:
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _hear(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def open(self, file: Path):
        self.page.goto(file.resolve().as_uri())
        self.page.wait_for_selector("html[data-ready]", state="attached", timeout=15_000)
        return self.page

    def outside_requests(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def series(self, block: str, number: int = 0) -> list[dict]:
        """Return the rows that a series of a chart draws, as the browser holds them."""
        return self.page.evaluate(
            """([block, number]) => {
                const place = document.querySelector(`#${block} .chart`);
                const model = echarts.getInstanceByDom(place).getModel();
                const store = model.getSeriesByIndex(number).getData();
                const names = store.dimensions;
                return [...Array(store.count()).keys()].map((row) =>
                    Object.fromEntries(names.map((name) => [name, store.get(name, row)])));
            }""",
            [block, number],
        )
