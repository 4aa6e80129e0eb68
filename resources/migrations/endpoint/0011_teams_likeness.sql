-- Whether a member agrees that the face in a finished headshot is compared with the one in the photos it was made from.
-- Nothing of a face is ever stored.
ALTER TABLE members ADD COLUMN compares_faces INTEGER NOT NULL DEFAULT 0 CHECK (compares_faces IN (0, 1));
