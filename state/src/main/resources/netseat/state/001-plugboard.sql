-- Devices, seats, machines, presets and what is plugged into what.

-- The devices and hubs' units that were admitted or revoked; those that wait are not kept.
CREATE TABLE devices (
    device TEXT NOT NULL, -- the identifier: SHA-256 of its key
    unit TEXT NOT NULL, -- of a hub; empty for the device itself
    state TEXT NOT NULL CHECK (state IN ('admitted', 'revoked')),
    name TEXT NOT NULL,
    seat TEXT NOT NULL,
    first_seen TEXT NOT NULL, -- ISO 8601, UTC
    last_seen TEXT NOT NULL,
    address TEXT NOT NULL,
    mac TEXT NOT NULL,
    demanded_range TEXT NOT NULL, -- where it must come from; empty for anywhere
    demanded_mac TEXT NOT NULL,
    PRIMARY KEY (device, unit)
) STRICT, WITHOUT ROWID;

-- The seats that were made at run time; those of the configuration are not here.
CREATE TABLE seats (
    name TEXT NOT NULL PRIMARY KEY,
    vm TEXT, -- what it was plugged into at first
    preset TEXT -- what it had at first
) STRICT, WITHOUT ROWID;

-- The machines that were made at run time, as their table in a configuration would be.
CREATE TABLE vms (
    name TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

-- What every seat was plugged into last, whoever declared the seat.
CREATE TABLE plugs (
    seat TEXT NOT NULL PRIMARY KEY,
    vm TEXT -- null for nothing
) STRICT, WITHOUT ROWID;

-- Named sets of plugs that are applied at once.
CREATE TABLE plug_presets (
    name TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE plug_preset_plugs (
    plug_preset TEXT NOT NULL REFERENCES plug_presets ON DELETE CASCADE,
    seat TEXT NOT NULL,
    vm TEXT,
    PRIMARY KEY (plug_preset, seat)
) STRICT, WITHOUT ROWID;

-- How peripherals can be, and whose those are.
CREATE TABLE presets (
    name TEXT NOT NULL PRIMARY KEY,
    fields TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE device_presets (
    device TEXT NOT NULL PRIMARY KEY,
    preset TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE seat_presets (
    seat TEXT NOT NULL PRIMARY KEY,
    preset TEXT NOT NULL -- empty for a seat that is to have none
) STRICT, WITHOUT ROWID;

-- The files of the time before this database that were taken over into it, lest one is taken again.
CREATE TABLE taken_over (
    file TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
