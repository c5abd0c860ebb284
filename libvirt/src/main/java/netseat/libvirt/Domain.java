package netseat.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A machine as libvirt describes it now.
 *
 * @param title for people; the name when it has none
 * @param heads how many screens its first display adapter has
 * @param keyboard what its keyboard hangs on: {@code ps2}, {@code usb} or {@code virtio}
 * @param dbus whether its display is on D-Bus at all, on or off
 * @param bus the socket of the D-Bus that its display is on; empty while it is off
 * @param qmp the QMP socket that it has for us
 * @see <a href="https://libvirt.org/formatdomain.html">the format</a>
 */
public record Domain(
        String name,
        String title,
        int cpus,
        long memoryMiB,
        int heads,
        String keyboard,
        boolean dbus,
        Optional<Path> bus,
        Optional<Path> qmp) {
    private static final int MAX_LENGTH = 1 << 20;
    private static final String UNIX_PATH = "unix:path=";
    private static final String UNIX = "unix:";
    private static final String QEMU_NAMESPACE = "http://libvirt.org/schemas/domain/qemu/1.0";

    /**
     * Reads what {@code virsh dumpxml} prints.
     *
     * @throws LibvirtException when it is no domain
     */
    public static Domain parse(String xml) throws LibvirtException {
        if (xml.length() > MAX_LENGTH) {
            throw new LibvirtException("a domain of " + xml.length() + " characters");
        }
        Element domain = document(xml).getDocumentElement();
        String name = text(domain, "name");
        if (!domain.getTagName().equals("domain") || name.isEmpty()) {
            throw new LibvirtException("no domain with a name");
        }
        Optional<Element> graphics = elements(domain, "graphics").stream()
                .filter(each -> each.getAttribute("type").equals("dbus"))
                .findFirst();
        String title = text(domain, "title");
        return new Domain(
                name,
                title.isEmpty() ? name : title,
                (int) number(text(domain, "vcpu"), 1),
                memory(domain),
                elements(domain, "model").stream()
                        .filter(each -> each.getParentNode().getNodeName().equals("video"))
                        .findFirst()
                        .map(each -> (int) number(each.getAttribute("heads"), 1))
                        .orElse(1),
                keyboard(domain),
                graphics.isPresent(),
                graphics.flatMap(each -> socket(each.getAttribute("address"))),
                qmp(domain));
    }

    private static Document document(String xml) throws LibvirtException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            // No file is read and nothing grows because a description asks for it.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (SAXException e) {
            throw new LibvirtException("a domain's description is no XML: " + e.getMessage(), e);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The standard one prints. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) {
            // Whatever it warns of, the description can be read.
        }

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    }

    /** The first child of this name; empty when there is none. */
    private static String text(Element parent, String child) {
        return elements(parent, child).stream()
                .filter(each -> each.getParentNode().isSameNode(parent))
                .findFirst()
                .map(each -> each.getTextContent().strip())
                .orElse("");
    }

    private static List<Element> elements(Element below, String name) {
        return list(below.getElementsByTagName(name));
    }

    private static List<Element> list(NodeList nodes) {
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                all.add(element);
            }
        }
        return all;
    }

    private static long number(String digits, long otherwise) {
        return digits.matches("[1-9][0-9]{0,11}") ? Long.parseLong(digits) : otherwise;
    }

    /** A live description has it in KiB. */
    private static long memory(Element domain) {
        return Math.max(1, number(text(domain, "memory"), 1024) >> 10);
    }

    /** The one that the guest's driver sees last, as QEMU sends keys to the newest. PS/2 is always there. */
    private static String keyboard(Element domain) {
        String bus = "ps2";
        for (Element input : elements(domain, "input")) {
            if (input.getAttribute("type").equals("keyboard")
                    && List.of("usb", "virtio").contains(input.getAttribute("bus"))) {
                bus = input.getAttribute("bus");
            }
        }
        return bus;
    }

    private static Optional<Path> socket(String address) {
        // Of an address's further parts, behind a comma, we need none.
        return address.startsWith(UNIX_PATH)
                ? path(address.substring(UNIX_PATH.length()).split(",", 2)[0])
                : Optional.empty();
    }

    /** From <qemu:arg value='-qmp'/><qemu:arg value='unix:PATH,server=on,wait=off'/>. */
    private static Optional<Path> qmp(Element domain) {
        List<Element> arguments = list(domain.getElementsByTagNameNS(QEMU_NAMESPACE, "arg"));
        for (int i = 1; i < arguments.size(); i++) {
            String value = arguments.get(i).getAttribute("value");
            if (arguments.get(i - 1).getAttribute("value").equals("-qmp") && value.startsWith(UNIX)) {
                return path(value.substring(UNIX.length()).split(",", 2)[0]);
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> path(String path) {
        return path.startsWith("/") && path.indexOf('\0') < 0 ? Optional.of(Path.of(path)) : Optional.empty();
    }
}
