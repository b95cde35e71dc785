import { resolve } from "node:path";

/** What a unit is made for. */
export interface ServiceTerms {
  /** As typed after `deno task`: the command and its flags. */
  readonly words: readonly string[];
  /** Folders that the command writes, as it names them. */
  readonly written: readonly string[];
  /** The folder it was typed in. */
  readonly folder: string;
  /** Deno's binary. */
  readonly deno: string;
  /** The file of the first process. */
  readonly launcher: string;
}

/** Commands that run around the clock. */
export const SERVICES: readonly string[] = ["live", "paper", "watch"];

/** Nothing at a terminal can be asked of a service. */
const CONSENT = "--yes";
const USER = "reprise";
/** A file that only its owner reads is of no use to another user. */
const KEY_FILE_OWNER =
  `# The file of a key, where .env names one, must be its own: chown ${USER} it, and leave it at 600.`;

/**
 * A systemd unit that runs a command with exactly its flags: as a user of its own, on a system that it cannot change but
 * for the folders it writes. Where the file with the settings can be read by others it does not start. Source:
 * systemd.exec(5), systemd.service(5).
 */
export function serviceUnit({ words: typed, written, folder, deno, launcher }: ServiceTerms): string {
  const [command] = typed;
  const words = command === "live" && !typed.includes(CONSENT) ? [...typed, CONSENT] : typed;
  const settings = `/etc/reprise/${command}.env`;
  const start = [
    deno,
    "run",
    "--no-prompt",
    "--allow-read",
    "--allow-env",
    "--allow-run",
    launcher,
    ...words,
  ];
  const folders = written.map((path) => resolve(folder, path));
  const atHome = [folder, deno].some((path) => /^\/(home|root|run\/user)\//.test(path));
  return [
    `# ${["deno", "task", ...typed].join(" ")}`,
    "#",
    `# Once, as root: useradd --system --no-create-home ${USER}`,
    ...folders.map((path) => `#   install -d -o ${USER} -g ${USER} -m 700 ${quoted(path)}`),
    `#   install -d -m 700 /etc/reprise; install -m 600 .env ${settings}; then remove .env: the unit reads that file alone`,
    `#   save this as /etc/systemd/system/reprise-${command}.service; systemctl daemon-reload`,
    `#   systemctl enable --now reprise-${command}; journalctl -fu reprise-${command}`,
    `# ${USER} must be able to read ${quoted(folder)} and ${quoted(deno)}.`,
    ...(command === "paper" ? [] : [KEY_FILE_OWNER]),
    "[Unit]",
    `Description=Reprise ${command}`,
    "Wants=network-online.target",
    "After=network-online.target time-sync.target",
    "# A fault that comes back at once is not tried for ever.",
    "StartLimitIntervalSec=600",
    "StartLimitBurst=10",
    "",
    "[Service]",
    `User=${USER}`,
    `Group=${USER}`,
    `WorkingDirectory=${escaped(folder)}`,
    `EnvironmentFile=${settings}`,
    "# It holds keys: others must not read it.",
    `ExecStartPre=+/bin/sh -c 'test "$$(stat -c %%a:%%u ${settings})" = 600:0'`,
    `ExecStart=${start.map(quoted).join(" ")}`,
    "Environment=NO_COLOR=1 DENO_NO_UPDATE_CHECK=1 DENO_DIR=/var/cache/reprise/deno",
    "CacheDirectory=reprise",
    "# 130: it was stopped, and goes on at the next start. 2: a setting cannot be right, trying again helps nothing.",
    "SuccessExitStatus=130",
    "Restart=on-failure",
    "RestartPreventExitStatus=2",
    "RestartSec=10",
    "# The cycle in progress is finished first.",
    "TimeoutStopSec=120",
    "",
    ...HARDENING,
    `ProtectHome=${atHome ? "read-only" : "yes"}`,
    ...folders.map((path) => `ReadWritePaths=${quoted(path)}`),
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ].join("\n");
}

/** What a program has no use for that reads files, writes a few folders and speaks HTTPS. */
const HARDENING: readonly string[] = [
  "UMask=0077",
  "NoNewPrivileges=yes",
  "CapabilityBoundingSet=",
  "AmbientCapabilities=",
  "ProtectSystem=strict",
  "PrivateTmp=yes",
  "PrivateDevices=yes",
  "PrivateIPC=yes",
  "RemoveIPC=yes",
  "ProtectProc=invisible",
  "ProtectClock=yes",
  "ProtectHostname=yes",
  "ProtectKernelLogs=yes",
  "ProtectKernelModules=yes",
  "ProtectKernelTunables=yes",
  "ProtectControlGroups=yes",
  "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "LockPersonality=yes",
  "SystemCallArchitectures=native",
  "SystemCallFilter=@system-service",
  "SystemCallErrorNumber=EPERM",
  "# No MemoryDenyWriteExecute: the engine of JavaScript compiles while it runs.",
];

/** A word of a command line or a list of paths. Source: systemd.syntax(7), quoting. */
function quoted(word: string): string {
  const text = escaped(word).replaceAll("$", "$$$$");
  return /^[\w@%+=:,./$-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** A percent sign would begin a specifier. */
function escaped(text: string): string {
  return text.replaceAll("%", "%%");
}
