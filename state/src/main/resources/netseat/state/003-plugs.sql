-- How seats are plugged, and the devices that are plugged apart from their seats.

ALTER TABLE plugs ADD COLUMN head INTEGER NOT NULL DEFAULT 0; -- 0: as each display asks
ALTER TABLE plugs ADD COLUMN observe INTEGER NOT NULL DEFAULT 0; -- 1: nothing that is typed or pointed reaches the machine

CREATE TABLE device_plugs (
    device TEXT NOT NULL,
    unit TEXT NOT NULL, -- of a hub; empty for the device itself
    vm TEXT, -- null for nothing
    head INTEGER NOT NULL DEFAULT 0,
    observe INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (device, unit)
) STRICT, WITHOUT ROWID;
