import type { Language } from '../requests/accepts.ts'

const en = {
  tagline: 'A CRM made of plugins.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  email: 'E-mail address',
  password: 'Password',
  remember: 'Keep me signed in on this device',
  signedInAs: 'Signed in as',
  notSignedIn: 'Nobody is signed in.',
  switchUser: 'To sign in as somebody else, sign out first.',
  start: 'Start page',
  explore: 'Explore the API',
  exploreHelp: 'GraphiQL: write and run GraphQL queries in the browser.',
  endpoint: 'GraphQL address',
  health: 'Health',
  healthHelp: 'Whether the server runs, what is installed, and what was left out.',
  ready: 'Readiness',
  readyHelp: 'Whether database, migrations and job queues can be used.',
  docs: 'Documentation',
  docsHelp: 'Models, plugins, hooks, access, events, GraphQL, import.',
  docsFolder:
    'Models, plugins, hooks, access, events, GraphQL, import: in the folder docs of this project’s repository.',
  demo: 'Demo sign-ins',
  demoHelp: 'This server runs on invented data. Look at it as:',
  signInAs: 'Sign in as',
  role: 'Role',
  error: 'Error',
  requestId: 'Request',
}

/** What the server's own pages say. */
export type Texts = typeof en

const zh: Texts = {
  tagline: '由插件组成的 CRM。',
  signIn: '登录',
  signOut: '退出登录',
  email: '电子邮箱',
  password: '密码',
  remember: '在此设备上保持登录',
  signedInAs: '当前用户',
  notSignedIn: '尚未登录。',
  switchUser: '如需以其他身份登录，请先退出登录。',
  start: '首页',
  explore: '浏览 API',
  exploreHelp: 'GraphiQL：在浏览器中编写并运行 GraphQL 查询。',
  endpoint: 'GraphQL 地址',
  health: '运行状况',
  healthHelp: '服务器是否运行、安装了哪些插件、哪些被略过。',
  ready: '就绪状态',
  readyHelp: '数据库、迁移和任务队列是否可用。',
  docs: '文档',
  docsHelp: '模型、插件、钩子、访问权限、事件、GraphQL、导入。',
  docsFolder: '模型、插件、钩子、访问权限、事件、GraphQL、导入：见项目仓库的 docs 文件夹。',
  demo: '演示账号',
  demoHelp: '本服务器使用虚构数据。可用以下身份查看：',
  signInAs: '登录为',
  role: '角色',
  error: '错误',
  requestId: '请求编号',
}

export const texts: Readonly<Record<Language, Texts>> = { en, zh }
