module.exports = {
  networks: { hardhat: { chainId: 1337, loggingEnabled: false, mining: { auto: false, interval: 0 }, accounts: { count: 2 } } },
};
