package netseat.qemu;

import java.nio.file.Path;

/**
 * Where a running QEMU is reached.
 *
 * @param qmp a QMP socket that nobody else uses
 * @param bus the socket of the D-Bus that its display is on
 * @param held see {@link HeldFile}
 */
record QemuPlaces(Path qmp, Path bus, Path held) {}
