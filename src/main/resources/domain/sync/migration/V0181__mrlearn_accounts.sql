-- Whose account a learner has: by the whole, verified address, or by an administrator's hand.

ALTER TABLE mrlearn.learners
  ADD mobile_account_id uuid;                    -- the account that the phone was copied from; null: the provider's
CREATE INDEX learners_by_user ON mrlearn.learners (tenant, graphy_user_id);

-- What an administrator decided of a person at the provider, in all courses. It goes before all addresses.
CREATE TABLE mrlearn.account_links (
  tenant         text NOT NULL,
  graphy_user_id text NOT NULL,
  account_id     uuid,                           -- null: has no account, whatever the addresses say
  made_by        uuid,
  made_at        timestamptz NOT NULL,
  PRIMARY KEY (tenant, graphy_user_id)
);
CREATE INDEX account_links_of_account ON mrlearn.account_links (account_id) WHERE account_id IS NOT NULL;

-- Who decided what, and why. Never changed.
CREATE TABLE mrlearn.link_log (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant         text NOT NULL,
  act            text NOT NULL CHECK (act IN ('linked', 'kept_apart', 'left_to_addresses', 'prefix_confirmed',
                   'prefix_removed', 'found', 'repaired')),
  graphy_user_id text,
  account_before uuid,
  account_after  uuid,
  prefix         text,
  detail         text,                           -- the administrator's reason, or what was done
  by_user        uuid,                           -- null: the product itself
  at             timestamptz NOT NULL
);
CREATE INDEX link_log_of_tenant ON mrlearn.link_log (tenant, id DESC);
CREATE INDEX link_log_of_user ON mrlearn.link_log (tenant, graphy_user_id, id DESC) WHERE graphy_user_id IS NOT NULL;

-- To whom the XP of a learner's modules went.
CREATE TABLE mrlearn.award_ties (
  learner_id uuid NOT NULL,
  account_id uuid NOT NULL,
  modules    text[] NOT NULL,
  PRIMARY KEY (learner_id, account_id)
);

-- Awards that were taken back, so that the same module can be awarded to the same account again: under another source.
CREATE TABLE mrlearn.taken_back (
  tenant           text NOT NULL,
  account_id       uuid NOT NULL,
  graphy_course_id text NOT NULL,
  module_id        text NOT NULL,
  times            int NOT NULL,
  PRIMARY KEY (account_id, graphy_course_id, module_id)
);

-- What went to the wrong account, found and, behind it, put right. References outlive what they refer to.
CREATE TABLE mrlearn.wrong_ties (
  id                 uuid PRIMARY KEY,
  tenant             text NOT NULL,
  learner_id         uuid NOT NULL,
  graphy_course_id   text NOT NULL,
  graphy_user_id     text NOT NULL,
  account_id         uuid NOT NULL,
  learner_email      text,
  account_email      text,
  cause              text NOT NULL CHECK (cause IN ('alike_address', 'unknown_prefix', 'ambiguous', 'not_verified',
                       'unlinked', 'prefix_removed')),
  -- doubtful: the account may be the learner's after all; only a person can tell, and until then its XP stays
  state              text NOT NULL CHECK (state IN ('found', 'doubtful', 'repaired', 'right')),
  modules            text[] NOT NULL,            -- whose XP is still to be taken back
  modules_taken_back text[] NOT NULL DEFAULT '{}',
  xp_taken_back      int NOT NULL DEFAULT 0,
  phone_removed      text,                       -- of the account, from the learner
  phone_removed_from uuid,                       -- and from this account, which had it from the learner
  found_at           timestamptz NOT NULL,
  repaired_at        timestamptz
);
CREATE INDEX wrong_ties_of_tenant ON mrlearn.wrong_ties (tenant, found_at DESC, id);
CREATE INDEX wrong_ties_open ON mrlearn.wrong_ties (tenant, graphy_user_id) WHERE state IN ('found', 'doubtful');

-- Published: the account of a learner. At most one row for each learner; whoever wants to know asks here and nowhere
-- else. Two verified accounts that both have an address of the learner's are none. First those that have the address
-- without prefix, then those that have it with, then the decisions. Each address is compared by itself, and the LIMITs
-- keep the plan at look-ups, also one that was made while the tables were empty.
CREATE VIEW mrlearn.shared_learner_accounts AS
SELECT l.id AS learner_id, l.tenant, l.graphy_course_id AS course_id, l.graphy_user_id, l.email_stripped AS email_key,
  u.id AS account_id, 'address' AS tied_by
FROM identity.shared_accounts u JOIN mrlearn.learners l ON l.tenant = u.tenant AND l.email_stripped = u.email
WHERE u.email_verified
  AND (l.email = l.email_stripped OR (SELECT o.id FROM identity.shared_accounts o
    WHERE o.tenant = l.tenant AND o.email = l.email AND o.email_verified LIMIT 1) IS NULL)
  AND (SELECT k.made_at FROM mrlearn.account_links k
    WHERE k.tenant = l.tenant AND k.graphy_user_id = l.graphy_user_id LIMIT 1) IS NULL
UNION ALL
SELECT l.id, l.tenant, l.graphy_course_id, l.graphy_user_id, l.email_stripped, u.id, 'address'
FROM identity.shared_accounts u JOIN mrlearn.learners l ON l.tenant = u.tenant AND l.email = u.email
  AND l.email_stripped = mrlearn.without_prefix(u.email, mrlearn.prefixes_of(u.tenant))
WHERE u.email_verified AND u.email LIKE '%-%@%' AND l.email <> l.email_stripped
  AND (SELECT o.id FROM identity.shared_accounts o
    WHERE o.tenant = l.tenant AND o.email = l.email_stripped AND o.email_verified LIMIT 1) IS NULL
  AND (SELECT k.made_at FROM mrlearn.account_links k
    WHERE k.tenant = l.tenant AND k.graphy_user_id = l.graphy_user_id LIMIT 1) IS NULL
UNION ALL
SELECT l.id, l.tenant, l.graphy_course_id, l.graphy_user_id, l.email_stripped, k.account_id, 'hand'
FROM mrlearn.account_links k
JOIN mrlearn.learners l ON l.tenant = k.tenant AND l.graphy_user_id = k.graphy_user_id
WHERE k.account_id IS NOT NULL;
