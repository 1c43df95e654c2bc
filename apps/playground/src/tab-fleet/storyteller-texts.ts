import type { Language } from "../state/preferences.ts";

const fence = "```";

const texts: Record<Language, { thoughts: string; tour: string }> = {
  en: {
    thoughts:
      "The question asks for something to look at. A good answer shows every kind of block once: a heading, a list, a table, code in two languages, and a formula. I will keep it about fleets of models.",
    tour: `## A fleet, from the outside

A **controller** keeps the list of model instances. *Workers* run the models, and say every few seconds that they are alive. A request finds its way in three steps:

1. The client asks the controller which instances are healthy.
2. It picks one: two at random, and of these the one with less to do.
3. The answer streams back. If the worker cannot be reached, another one gets the request.

### The same in code

${fence}ts
import { createFleet } from "@modelfleet/client";

const fleet = createFleet({ controller: "http://127.0.0.1:8000" });
for await (const { delta } of fleet.chat.stream({ model: "qwen", messages: "Hello" })) {
  show(delta); // only what is new
}
${fence}

${fence}python
from openai import OpenAI

client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
stream = client.chat.completions.create(
    model="qwen", messages=[{"role": "user", "content": "Hello"}], stream=True
)
for chunk in stream:
    print(chunk.choices[0].delta.content or "", end="")
${fence}

### What goes wrong, and what then

| What happens | Before the first word | After it |
| --- | --- | --- |
| The worker is gone | another one is asked | the answer ends with an error |
| The worker is busy | one more try elsewhere | cannot happen |
| The controller is gone | the last list is used | nothing is noticed |

> Nothing is ever asked twice once words have reached you: an answer that changes its mind is worse than one that stops.

With arrival rate $\\lambda$ and service time $s$, the requests in flight follow Little's law, $L = \\lambda s$. For two random choices among $n$ workers the longest queue grows like

$$
\\frac{\\ln \\ln n}{\\ln 2} + O(1)
$$

which is why looking at *two* is so much better than looking at one.

- [x] Streams, in any runtime with \`fetch\`
- [x] Failover, health and weights
- [ ] Your own models: \`npx modelfleet up --help\`
`,
  },
  zh: {
    thoughts: "用户想看看回答可以包含什么。我会依次展示标题、列表、表格、两种语言的代码和一个公式，主题就用模型集群。",
    tour: `## 从外面看一个模型集群

**控制器**保存模型实例的列表。*工作节点*运行模型，并且每隔几秒报告一次自己还活着。一个请求分三步到达：

1. 客户端向控制器询问哪些实例是健康的。
2. 它随机取两个，选其中更空闲的一个。
3. 回答以流的方式返回。如果连不上这个节点，就换另一个。

### 用代码表示

${fence}ts
import { createFleet } from "@modelfleet/client";

const fleet = createFleet({ controller: "http://127.0.0.1:8000" });
for await (const { delta } of fleet.chat.stream({ model: "qwen", messages: "你好" })) {
  show(delta); // 只有新的部分
}
${fence}

${fence}python
from openai import OpenAI

client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
stream = client.chat.completions.create(
    model="qwen", messages=[{"role": "user", "content": "你好"}], stream=True
)
for chunk in stream:
    print(chunk.choices[0].delta.content or "", end="")
${fence}

### 出错时会怎样

| 情况 | 第一个字之前 | 第一个字之后 |
| --- | --- | --- |
| 节点消失 | 换另一个节点 | 回答以错误结束 |
| 节点繁忙 | 再到别处试一次 | 不会发生 |
| 控制器消失 | 使用上一次的列表 | 察觉不到 |

> 一旦有文字到达，请求就不会重发：改变主意的回答比中断的回答更糟。

到达率为 $\\lambda$、服务时间为 $s$ 时，进行中的请求数满足利特尔法则 $L = \\lambda s$。在 $n$ 个节点中随机取两个时，最长队列的增长约为

$$
\\frac{\\ln \\ln n}{\\ln 2} + O(1)
$$

- [x] 流式输出，适用于任何有 \`fetch\` 的环境
- [x] 故障转移、健康状态与权重
- [ ] 您自己的模型：\`npx modelfleet up --help\`
`,
  },
};

export const thoughts = (language: Language): string => texts[language].thoughts;
export const tour = (language: Language): string => texts[language].tour;
