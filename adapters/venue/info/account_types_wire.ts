import { SPOT_STATE } from "./account_view_wire.ts";
import {
  FILLS,
  FILLS_BY_TIME,
  HISTORY,
  OF_BUILDER,
  OF_USER,
  OF_USER_AND_COIN,
  OF_USER_AND_DEX,
  OF_VAULT,
  ORDER,
} from "./info_requests_wire.ts";
import { FAILURE, type InfoType, infoType } from "./info_types_wire.ts";

const LIGHT = { weight: 2 };
const BY_ROWS = { rowsAWeight: 20 };

/** Nobody has referred anybody here. */
const NO_REFERRAL = {
  referredBy: null,
  cumVlm: "0.0",
  unclaimedRewards: "0.0",
  claimedRewards: "0.0",
  builderRewards: "0.0",
  referrerState: null,
  rewardHistory: [],
  tokenToState: [],
};

const NO_STAKE = {
  delegated: "0.0",
  undelegated: "0.0",
  totalPendingWithdrawal: "0.0",
  nPendingWithdrawals: 0,
};

/** Questions about accounts. Source: exchange-rules 5.2. */
export const ACCOUNT_TYPES: Readonly<Record<string, InfoType>> = {
  clearinghouseState: infoType(
    OF_USER_AND_DEX,
    ({ user }, { accounts }) => accounts.clearinghouse(accounts.open(user)),
    LIGHT,
  ),
  spotClearinghouseState: infoType(OF_USER_AND_DEX, () => SPOT_STATE, LIGHT),
  userAbstraction: infoType(OF_USER, () => "default"),
  userDexAbstraction: infoType(OF_USER, () => null),
  openOrders: infoType(OF_USER_AND_DEX, ({ user }, { accounts }) => accounts.openOrders(user)),
  frontendOpenOrders: infoType(OF_USER_AND_DEX, ({ user }, { accounts }) => accounts.frontendOrders(user)),
  orderStatus: infoType(
    ORDER,
    ({ user, oid }, { accounts }) =>
      accounts.orderStatus(user, typeof oid === "string" ? oid.toLowerCase() : oid),
    LIGHT,
  ),
  historicalOrders: infoType(OF_USER, ({ user }, { accounts }) => accounts.historicalOrders(user), BY_ROWS),
  userFills: infoType(
    FILLS,
    ({ user, aggregateByTime }, { accounts }) => accounts.fills(user, aggregateByTime),
    BY_ROWS,
  ),
  userFillsByTime: infoType(FILLS_BY_TIME, (request, { accounts, parts }) => {
    const range = { from: request.startTime, until: request.endTime ?? parts.house.now() };
    return accounts.fillsByTime(request.user, range, {
      together: request.aggregateByTime,
      reversed: request.reversed,
    });
  }, BY_ROWS),
  userFunding: infoType(
    HISTORY,
    ({ user, startTime, endTime }, { accounts, parts }) =>
      accounts.fundings(user, startTime ?? null, endTime ?? parts.house.now()),
    BY_ROWS,
  ),
  userNonFundingLedgerUpdates: infoType(
    HISTORY,
    ({ user, startTime, endTime }, { accounts, parts }) =>
      accounts.transfers(user, { from: startTime ?? 0, until: endTime ?? parts.house.now() }),
    BY_ROWS,
  ),
  userFees: infoType(OF_USER, ({ user }, { accounts }) => accounts.fees(user)),
  userRateLimit: infoType(OF_USER, ({ user }, { accounts }) => accounts.rateLimit(user)),
  userRole: infoType(OF_USER, ({ user }, { accounts }) => accounts.role(user), { weight: 60 }),
  extraAgents: infoType(OF_USER, ({ user }, { accounts }) => accounts.extraAgents(user)),
  subAccounts: infoType(OF_USER, () => null),
  subAccounts2: infoType(OF_USER, () => null),
  portfolio: infoType(OF_USER, ({ user }, { accounts }) => accounts.portfolio(user)),
  activeAssetData: infoType(
    OF_USER_AND_COIN,
    ({ user, coin }, { accounts, market }) =>
      market.instrument(coin) === null ? FAILURE : accounts.tradable(user, coin),
  ),
  webData2: infoType(OF_USER, ({ user }, { accounts }) => accounts.webData(user)),
  maxBuilderFee: infoType(
    OF_BUILDER,
    ({ user, builder }, { parts }) => parts.roles.builderFee(user, builder),
  ),
  approvedBuilders: infoType(OF_USER, () => []),
  referral: infoType(OF_USER, () => NO_REFERRAL),
  isVip: infoType(OF_USER, () => false),
  legalCheck: infoType(OF_USER, () => ({ acceptedTerms: true, userAllowed: true, restrictions: "n" })),
  preTransferCheck: infoType(OF_USER, ({ user }, { accounts }) => {
    const userExists = accounts.find(user) !== null;
    return { fee: "0.0", isSanctioned: false, userExists, userHasSentTx: userExists };
  }),
  delegatorSummary: infoType(OF_USER, () => NO_STAKE),
  delegations: infoType(OF_USER, () => []),
  delegatorHistory: infoType(OF_USER, () => []),
  delegatorRewards: infoType(OF_USER, () => []),
  leadingVaults: infoType(OF_USER, () => []),
  userVaultEquities: infoType(OF_USER, () => []),
  vaultDetails: infoType(OF_VAULT, () => null),
  userToMultiSigSigners: infoType(OF_USER, () => null),
  twapHistory: infoType(OF_USER, () => []),
  userTwapSliceFills: infoType(OF_USER, () => []),
  userTwapSliceFillsByTime: infoType(OF_USER, () => []),
};
