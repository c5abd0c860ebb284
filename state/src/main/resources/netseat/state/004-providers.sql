-- Who comes in by a provider of OpenID Connect.

ALTER TABLE users ADD COLUMN issuer TEXT; -- null for the controller's own users
ALTER TABLE users ADD COLUMN subject TEXT; -- by what the issuer knows them
ALTER TABLE users ADD COLUMN rule TEXT; -- of the configuration, that let them in: 'group lab'

CREATE UNIQUE INDEX users_subject ON users (issuer, subject);
