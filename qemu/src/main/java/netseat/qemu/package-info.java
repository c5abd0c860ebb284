/**
 * Virtual machines that are QEMU processes: implements {@code netseat.hypervisor} by QMP and D-Bus.
 *
 * <p>Each machine that runs has its own processes (QEMU and a private {@code dbus-daemon}), which outlive the
 * controller, and three threads here: "qmp NAME" ({@link netseat.qemu.QmpConnection}), "pixels NAME"
 * ({@link netseat.qemu.PixelLoop}) and "refresh NAME" ({@link netseat.qemu.Refresher}).
 */
@NullMarked
package netseat.qemu;

import org.jspecify.annotations.NullMarked;
