package netseat.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Descriptions as libvirt 9.0 writes them. */
class DomainTest {
    static final String RUNNING = """
            <domain type='qemu' id='1' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <name>office</name>
              <title>The office</title>
              <memory unit='KiB'>2097152</memory>
              <vcpu placement='static'>2</vcpu>
              <os><type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type></os>
              <devices>
                <input type='mouse' bus='ps2'/>
                <input type='keyboard' bus='ps2'/>
                <input type='keyboard' bus='usb'/>
                <graphics type='vnc' port='5900'/>
                <graphics type='dbus' address='unix:path=/run/libvirt/qemu/run/dbus/1-office-dbus.sock'/>
                <video>
                  <model type='virtio' heads='2' primary='yes'/>
                </video>
              </devices>
              <qemu:commandline>
                <qemu:arg value='-no-shutdown'/>
                <qemu:arg value='-qmp'/>
                <qemu:arg value='unix:/run/netseat/office,server=on,wait=off'/>
              </qemu:commandline>
            </domain>
            """;

    @Test
    void whatRunsSaysWhereItIsReached() throws LibvirtException {
        assertThat(Domain.parse(RUNNING))
                .isEqualTo(new Domain(
                        "office",
                        "The office",
                        2,
                        2048,
                        2,
                        "usb",
                        true,
                        Optional.of(Path.of("/run/libvirt/qemu/run/dbus/1-office-dbus.sock")),
                        Optional.of(Path.of("/run/netseat/office"))));
    }

    @Test
    void whatIsOffHasNoBusAndWhatHasNoPlaceForUsSaysSo() throws LibvirtException {
        Domain off = Domain.parse(RUNNING.replaceAll(" address='unix[^']*'", ""));
        assertThat(off.dbus()).isTrue();
        assertThat(off.bus()).isEmpty();

        Domain plain = Domain.parse("<domain><name>x</name><devices><graphics type='vnc'/></devices></domain>");
        assertThat(plain).isEqualTo(new Domain("x", "x", 1, 1, 1, "ps2", false, Optional.empty(), Optional.empty()));
    }

    @Test
    void whatIsNoDomainIsRefused() {
        for (String wrong : new String[] {"", "nonsense", "<domain/>", "<network><name>x</name></network>"}) {
            assertThatExceptionOfType(LibvirtException.class).as(wrong).isThrownBy(() -> Domain.parse(wrong));
        }
    }

    @Test
    void noFileIsReadBecauseADescriptionAsksForIt() {
        assertThatExceptionOfType(LibvirtException.class)
                .isThrownBy(() -> Domain.parse("<!DOCTYPE d [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
                        + "<domain><name>&f;</name></domain>"));
    }
}
