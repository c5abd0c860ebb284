-- Presets of plugs say how seats are plugged as well, as the plugs themselves do.

ALTER TABLE plug_preset_plugs ADD COLUMN head INTEGER NOT NULL DEFAULT 0; -- 0: as each display asks
ALTER TABLE plug_preset_plugs ADD COLUMN observe INTEGER NOT NULL DEFAULT 0; -- 1: nothing that is typed or pointed reaches the machine
