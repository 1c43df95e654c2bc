import { defineWording } from "../state/wording.ts";

export const connectionWording = defineWording({
  connection: { en: "Connection", zh: "连接" },
  connectTo: { en: "Connect to a fleet", zh: "连接到集群" },
  close: { en: "Close", zh: "关闭" },
  change: { en: "Change connection", zh: "更改连接" },
  looking: { en: "Looking for a fleet…", zh: "正在查找集群…" },
  connecting: { en: "Connecting…", zh: "正在连接…" },
  connected: { en: "Connected", zh: "已连接" },
  failed: { en: "Not connected", zh: "未连接" },
  tabFleet: { en: "Fleet in this tab", zh: "本标签页内的集群" },
  tabLead: {
    en: "A controller and four workers run in this page. Nothing is installed, nothing leaves the browser.",
    zh: "一个控制器和四个工作节点在本页内运行。无需安装，数据不会离开浏览器。",
  },
  tabUse: { en: "Use it", zh: "使用" },
  tabInUse: { en: "In use", zh: "正在使用" },
  cluster: { en: "A cluster", zh: "一个集群" },
  clusterLead: {
    en: "A fleet of modelfleet, or a DB-GPT cluster that allows browsers.",
    zh: "modelfleet，或允许浏览器访问的 DB-GPT 集群。",
  },
  address: { en: "Address of the controller", zh: "控制器地址" },
  addressHint: { en: "A name without http:// is taken as https.", zh: "未写 http:// 的域名按 https 处理。" },
  addressWrong: {
    en: "This is no address. Give one such as http://127.0.0.1:8000.",
    zh: "这不是一个地址。请输入形如 http://127.0.0.1:8000 的地址。",
  },
  token: { en: "Token", zh: "令牌" },
  tokenHint: {
    en: "Only where the fleet asks for one. Kept until this tab is closed.",
    zh: "仅在集群要求时填写。关闭此标签页后即被清除。",
  },
  connect: { en: "Connect", zh: "连接" },
  retry: { en: "Try again", zh: "重试" },
  useTab: { en: "Use the fleet in this tab", zh: "使用本标签页内的集群" },
  enterToken: { en: "Enter a token", zh: "输入令牌" },
  mixedContent: { en: "The browser does not let this page call http", zh: "浏览器不允许此页面访问 http 地址" },
  mixedContentAdvice: {
    en: (address: string) =>
      `This page came over https, and ${address} is http. Put the fleet behind https, or open the playground where the fleet serves it: \`npx modelfleet up\` has it at its own address.`,
    zh: (address: string) =>
      `此页面通过 https 打开，而 ${address} 是 http。请为集群启用 https，或者直接打开集群自带的页面：\`npx modelfleet up\` 会在自己的地址上提供它。`,
  },
  cors: { en: "The fleet does not allow this page to read its answers", zh: "集群不允许此页面读取其响应" },
  corsAdvice: {
    en: (address: string, origin: string) =>
      `${address} answers, but not to pages from ${origin} (CORS). Start it with \`--cors ${origin}\`; or, as DB-GPT's own controllers allow no page at all, put \`npx modelfleet start apiserver\` or a proxy of yours in front of it.`,
    zh: (address: string, origin: string) =>
      `${address} 有响应，但不允许来自 ${origin} 的页面读取（CORS）。请用 \`--cors ${origin}\` 启动它；DB-GPT 自带的控制器不允许任何页面访问，可以在它前面放置 \`npx modelfleet start apiserver\` 或您自己的代理。`,
  },
  unreachable: { en: "Nothing answers at this address", zh: "该地址没有响应" },
  unreachableAdvice: {
    en: (address: string) =>
      `${address} cannot be reached from this browser. Is the fleet running, and is the port right? \`npx modelfleet up\` starts one at http://127.0.0.1:8000.`,
    zh: (address: string) =>
      `此浏览器无法访问 ${address}。集群是否在运行，端口是否正确？\`npx modelfleet up\` 会在 http://127.0.0.1:8000 启动一个集群。`,
  },
  tokenWanted: { en: "The fleet asks for a token", zh: "集群要求令牌" },
  tokenWantedAdvice: {
    en: "It was started with one: whoever runs it knows. Enter it in the connection's settings.",
    zh: "集群启动时设置了令牌，请向运行者索取，并在连接设置中输入。",
  },
  notAController: { en: "What answers there is not a controller", zh: "该地址的服务不是控制器" },
  notAControllerAdvice: {
    en: "Give the address of the controller (DB-GPT's usual port is 8000), not of a web page or an API server.",
    zh: "请填写控制器的地址（DB-GPT 默认端口为 8000），而不是网页或 API 服务器的地址。",
  },
  other: { en: "The connection failed", zh: "连接失败" },
  faults: { en: "Faults", zh: "故障" },
  faultsLead: { en: "Make something go wrong, and watch what happens.", zh: "制造一些故障，看看会发生什么。" },
  controllerAway: { en: "The controller is away", zh: "控制器离线" },
  controllerAwayHint: {
    en: "What was known of the workers is used for a while.",
    zh: "一段时间内仍使用已知的节点信息。",
  },
  worker: { en: (address: string) => `Worker ${address}`, zh: (address: string) => `工作节点 ${address}` },
  well: { en: "Well", zh: "正常" },
  slow: { en: "Slow", zh: "缓慢" },
  busy: { en: "Busy (429)", zh: "繁忙 (429)" },
  breaks: { en: "Breaks off mid-answer", zh: "回答中途断开" },
  away: { en: "Away", zh: "离线" },
  faultsOn: {
    en: (count: number) => (count === 1 ? "1 fault on" : `${count} faults on`),
    zh: (count: number) => `${count} 个故障`,
  },
  notIntercepted: {
    en: "The requests are answered without a service worker in this browser, and do not show in its network panel.",
    zh: "此浏览器中不使用 Service Worker，请求将直接在页面内应答，不会出现在网络面板中。",
  },
});
