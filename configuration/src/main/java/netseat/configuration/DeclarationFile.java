package netseat.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads what an operator declares in TOML files, or somebody by the API; docs/operations.md describes it. Pure functions. */
public final class DeclarationFile {
    private static final long MAX_LENGTH = 1 << 20;

    private final Declaration declaration;
    private final Faults faults;

    private DeclarationFile(Declaration declaration, Faults faults) {
        this.declaration = declaration;
        this.faults = faults;
    }

    /**
     * Reads files that declare something together.
     *
     * @param more adds what was declared another way, before it is looked whether everything that is named is declared
     * @throws DeclarationException when one cannot be read or makes no sense, with everything that is wrong with them
     */
    public static Declaration read(List<Path> files, Consumer<Declaration> more) throws DeclarationException {
        Declaration whole = Declaration.empty();
        List<DeclarationFile> read = new ArrayList<>();
        List<Fault> unreadable = new ArrayList<>();
        for (Path file : files) {
            try {
                read.add(read(file));
            } catch (DeclarationException e) {
                unreadable.addAll(e.faults());
            }
        }
        for (DeclarationFile one : read) {
            one.declaration.machines().keySet().stream()
                    .filter(whole.machines()::containsKey)
                    .forEach(name -> one.faults.add(List.of("vm", name), "vm." + name, "two VMs named " + name));
            whole.add(one.declaration);
        }
        more.accept(whole);
        List<Fault> all = new ArrayList<>(unreadable);
        for (DeclarationFile one : read) {
            if (unreadable.isEmpty()) {
                one.checkNames(whole);
            }
            all.addAll(one.faults.all());
        }
        if (!all.isEmpty()) {
            throw new DeclarationException(all);
        }
        return whole;
    }

    private static DeclarationFile read(Path file) throws DeclarationException {
        try {
            if (Files.size(file) > MAX_LENGTH) {
                throw unreadable(file, Optional.empty(), "is larger than any configuration");
            }
            String text = Files.readString(file);
            JsonNode tree = new TomlMapper().readTree(text);
            Faults faults = new Faults(Optional.of(file), TomlPlaces.of(text));
            DeclarationReader reader = new DeclarationReader(
                    path -> file.toAbsolutePath().resolveSibling(path).normalize(), faults);
            return new DeclarationFile(reader.read(tree), faults);
        } catch (IOException e) {
            throw unreadable(file, Optional.empty(), "cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            throw unreadable(
                    file,
                    Optional.of(new Fault.Place(
                            e.getLocation().getLineNr(), e.getLocation().getColumnNr())),
                    e.getOriginalMessage());
        }
    }

    private static DeclarationException unreadable(Path file, Optional<Fault.Place> place, String words) {
        return new DeclarationException(List.of(new Fault(Optional.of(file), place, "", words)));
    }

    /**
     * Reads one machine, as its table in a file would be.
     *
     * @param table the keys of {@code [vm.NAME]}; paths must be absolute
     * @throws DeclarationException when it makes no sense, with everything that is wrong
     */
    public static Declaration.Machine machine(String name, JsonNode table) throws DeclarationException {
        Faults faults = new Faults(Optional.empty(), TomlPlaces.of(""));
        DeclarationReader reader = new DeclarationReader(DeclarationFile::absolute, faults);
        Declaration.Machine machine = reader.machine(name, new Table(table, List.of(), faults));
        if (!faults.all().isEmpty()) {
            throw new DeclarationException(faults.all());
        }
        return machine;
    }

    private static Path absolute(Path path) {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" must begin with a slash, as nobody knows where it begins");
        }
        return path.normalize();
    }

    /** Notes each name of something that is nowhere declared. A libvirt may know more machines than are declared. */
    private void checkNames(Declaration whole) {
        declaration.seats().forEach((name, seat) -> {
            List<String> path = List.of("seat", name);
            seat.machine().ifPresent(vm -> checkMachine(vm, path, "vm", whole));
            seat.mayUse().ifPresent(vms -> vms.forEach(vm -> checkMachine(vm, path, "vms", whole)));
            seat.preset()
                    .filter(preset -> !whole.presets().containsKey(preset))
                    .ifPresent(preset ->
                            missing("preset " + preset, preset, whole.presets().keySet(), path, "preset"));
        });
        declaration
                .plugPresets()
                .forEach((name, plugs) -> plugs.forEach((seat, plug) -> {
                    List<String> path = List.of(DeclarationReader.PLUG_PRESET, name);
                    if (!whole.seats().containsKey(seat)) {
                        missing("seat " + seat, seat, whole.seats().keySet(), path, seat);
                    }
                    if (!plug.isNothing()) {
                        checkMachine(plug.machine(), path, seat, whole);
                    }
                }));
    }

    private void checkMachine(String vm, List<String> path, String key, Declaration whole) {
        if (!whole.machines().containsKey(vm) && whole.libvirts().isEmpty()) {
            missing("VM " + vm, vm, whole.machines().keySet(), path, key);
        }
    }

    private void missing(String what, String name, Collection<String> known, List<String> path, String key) {
        List<String> at = new ArrayList<>(path);
        at.add(key);
        faults.add(
                at,
                String.join(".", path),
                what + " is not declared"
                        + NearestName.to(name, known)
                                .map(near -> "; did you mean \"" + near + "\"?")
                                .orElse(""));
    }
}
