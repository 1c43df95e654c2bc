"""The words of which scripted answers are made."""

from itertools import cycle, islice

ENGLISH = (
    "The fleet answers in plain words , one after another , so that a reader can follow the "
    "stream as it grows and see where a token begins and where it ends ."
).split(" ")
CODE = [
    "```ts\n", "export ", "function ", "add", "(", "a", ": ", "number", ", ", "b", ": ", "number",
    ")", " {\n", "  ", "return ", "a ", "+ ", "b", "; ", '// "sum"\\n', "\n", "}\n", "```\n",
]
CHINESE = list("模型集群由控制器、工作节点和接口服务组成，每个词元依次到达。")
EMOJI = ["😀", "👩‍💻", "🚀", "🇩🇪", "✨", "👍🏽", "🤖"]


def english(count):
    return (word if i == 0 else " " + word for i, word in enumerate(islice(cycle(ENGLISH), count)))


def words(text):
    parts = text.split(" ")
    return (part if i == 0 else " " + part for i, part in enumerate(parts))

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
