-- What a chain is told of the log: the root of each anchor that was made while a chain was configured, in one transaction. All
-- attempts for an anchor have one number among the sender's transactions, so that the chain takes one of them at the most.
CREATE TABLE credential.chain_accounts (
  chain_id   bigint NOT NULL,
  address    text NOT NULL,
  next_nonce bigint NOT NULL CHECK (next_nonce >= 0),
  PRIMARY KEY (chain_id, address)
);

CREATE TABLE credential.chain_anchors (
  anchor       bigint PRIMARY KEY REFERENCES credential.anchors (number),
  state        text NOT NULL CHECK (state IN ('waiting', 'sent', 'mined', 'confirmed', 'failed')),
  chain_id     bigint,                           -- these three: once it was signed
  sender       text,
  nonce        bigint CHECK (nonce >= 0),
  transaction  text,                             -- the one that a block has
  block_number bigint,
  block_hash   text,
  checked_at   timestamptz,                      -- when the chain was last asked about it
  missed_at    timestamptz,                      -- since when its number is taken and no transaction of ours is to be found
  problem      text CHECK (length(problem) <= 500),
  UNIQUE (chain_id, sender, nonce),
  CHECK ((nonce IS NULL) = (chain_id IS NULL) AND (nonce IS NULL) = (sender IS NULL)),
  CHECK (state IN ('waiting', 'failed') OR nonce IS NOT NULL),
  CHECK (state <> 'waiting' OR nonce IS NULL),
  CHECK (state NOT IN ('mined', 'confirmed') OR transaction IS NOT NULL)
);
CREATE INDEX chain_anchors_open ON credential.chain_anchors (anchor) WHERE state IN ('waiting', 'sent', 'mined');
CREATE INDEX chain_anchors_checked ON credential.chain_anchors (checked_at) WHERE state = 'confirmed';

-- Stored before they are sent.
CREATE TABLE credential.chain_transactions (
  hash      text PRIMARY KEY,
  anchor    bigint NOT NULL REFERENCES credential.chain_anchors (anchor),
  raw       bytea NOT NULL,
  tip       bigint NOT NULL,                     -- wei
  max_fee   bigint NOT NULL,                     -- wei
  signed_at timestamptz NOT NULL
);
CREATE INDEX chain_transactions_of_anchor ON credential.chain_transactions (anchor, max_fee DESC);
