package netseat.controller;

/**
 * How peripherals are to be, whatever machine they are plugged into: what an administrator has set at their adapters. Each
 * class has a part of its own. {@link PresetFields} has its fields by name.
 */
public record Preset(KeyboardPreset keyboard, PointerPreset pointer, DisplayPreset display) {
    /** As the devices are by themselves. */
    public static final Preset PLAIN = new Preset(KeyboardPreset.PLAIN, PointerPreset.PLAIN, DisplayPreset.PLAIN);
}
