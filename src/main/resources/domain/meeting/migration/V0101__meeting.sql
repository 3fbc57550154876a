-- Live meetings. A room's id is its booking's. Ids of people are identity's.
CREATE SCHEMA meeting;

-- Made when the first person comes; the times and the two parties are the booking's of that moment.
CREATE TABLE meeting.rooms (
  id         uuid PRIMARY KEY,
  tenant     text NOT NULL,
  title      text NOT NULL,
  mentor_id  uuid NOT NULL,
  student_id uuid NOT NULL,
  deputy_id  uuid,               -- may do what the mentor may
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  state      text NOT NULL CHECK (state IN ('open', 'ended')),
  ended_at   timestamptz,
  ended_by   uuid,               -- null: it ran out of time
  next_chat  bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX rooms_open ON meeting.rooms (ends_at) WHERE state = 'open';

-- Who is none of the parties and wants to come in.
CREATE TABLE meeting.admissions (
  room_id    uuid NOT NULL REFERENCES meeting.rooms,
  user_id    uuid NOT NULL,
  name       text NOT NULL,
  state      text NOT NULL CHECK (state IN ('waiting', 'admitted', 'refused')),
  asked_at   timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  PRIMARY KEY (room_id, user_id)
);

-- One row for each connection that was in a room. seen_at is refreshed by its node; a node that is gone stops doing so.
CREATE TABLE meeting.seats (
  id        uuid PRIMARY KEY,
  room_id   uuid NOT NULL REFERENCES meeting.rooms,
  user_id   uuid NOT NULL,
  name      text NOT NULL,
  socket_id text NOT NULL,
  joined_at timestamptz NOT NULL,
  seen_at   timestamptz NOT NULL,
  left_at   timestamptz,
  reason    text,
  CHECK ((left_at IS NULL) = (reason IS NULL))
);
CREATE UNIQUE INDEX seats_one_a_person ON meeting.seats (room_id, user_id) WHERE left_at IS NULL;
CREATE INDEX seats_of_room ON meeting.seats (room_id, joined_at);
CREATE INDEX seats_taken ON meeting.seats (seen_at) WHERE left_at IS NULL;

CREATE TABLE meeting.chat (
  room_id uuid NOT NULL REFERENCES meeting.rooms,
  number  bigint NOT NULL,
  user_id uuid NOT NULL,
  name    text NOT NULL,
  text    text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (room_id, number)
);

CREATE TABLE meeting.recordings (
  id         uuid PRIMARY KEY,
  room_id    uuid NOT NULL REFERENCES meeting.rooms,
  started_by uuid NOT NULL,
  started_at timestamptz NOT NULL,
  stopped_at timestamptz,
  url        text,
  bytes      bigint
);
CREATE UNIQUE INDEX recordings_one_at_a_time ON meeting.recordings (room_id) WHERE stopped_at IS NULL;
CREATE INDEX recordings_of_room ON meeting.recordings (room_id, started_at);

CREATE TABLE meeting.consents (
  recording_id uuid NOT NULL REFERENCES meeting.recordings,
  user_id      uuid NOT NULL,
  given        boolean NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (recording_id, user_id)
);

-- What happened, for people who ask later.
CREATE TABLE meeting.log (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES meeting.rooms,
  at      timestamptz NOT NULL,
  user_id uuid,
  what    text NOT NULL,
  detail  text
);
CREATE INDEX log_of_room ON meeting.log (room_id, id);
