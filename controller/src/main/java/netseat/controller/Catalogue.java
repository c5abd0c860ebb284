package netseat.controller;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import netseat.hypervisor.VmSpec;

/**
 * Things of one kind by their names: those that were made at run time, and those that an operator declared, which take the place
 * of the former and can be changed by their declaration only. A change is checked, written and then known, in this order and
 * under a lock that those who only look never take. Any thread; what changes something waits for the disk.
 */
final class Catalogue<V> {
    private final String kind;
    private final int most;
    private final ReentrantLock changing = new ReentrantLock();

    // Guarded by this.
    private final Map<String, V> made;
    private final Map<String, V> declared = new TreeMap<>();

    /**
     * @param kind what one of them is called: "preset"
     * @param most how many are made
     * @param made those that the database knows
     */
    Catalogue(String kind, int most, Map<String, V> made) {
        this.kind = kind;
        this.most = most;
        this.made = new TreeMap<>(made);
    }

    /** Every one by its name, a copy. */
    synchronized Map<String, V> all() {
        Map<String, V> all = new TreeMap<>(made);
        all.putAll(declared);
        return all;
    }

    /** The names of those that are declared, a copy. */
    synchronized Set<String> declared() {
        return Set.copyOf(declared.keySet());
    }

    synchronized Optional<V> find(String name) {
        V first = declared.get(name);
        return Optional.ofNullable(first == null ? made.get(name) : first);
    }

    /** These are declared from now on, in place of those before. */
    synchronized void declare(Map<String, V> things) {
        declared.clear();
        declared.putAll(things);
    }

    /** Does something during which none of them changes. */
    <T> T unchanged(Supplier<T> deed) {
        changing.lock();
        try {
            return deed.get();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Makes or changes one.
     *
     * @param write writes it
     * @throws IllegalArgumentException when it cannot be; the message is for people
     */
    void put(String name, V thing, Runnable write) {
        boolean _ = unchanged(() -> {
            checkPut(name);
            write.run();
            synchronized (this) {
                made.put(name, thing);
            }
            return true;
        });
    }

    private synchronized void checkPut(String name) {
        if (!VmSpec.isName(name)) {
            throw new IllegalArgumentException("a " + kind + "'s name is like a VM's: letters, digits, '-' and '_'");
        }
        refuseDeclared(name);
        if (!made.containsKey(name) && made.size() >= most) {
            throw new IllegalArgumentException("there are " + most + " " + kind + "s already");
        }
    }

    /**
     * Removes one.
     *
     * @param write checks that it can go, and removes it from the disk
     * @return false when there is none of this name
     * @throws IllegalArgumentException when it cannot be removed; the message is for people
     */
    boolean remove(String name, Runnable write) {
        return unchanged(() -> {
            synchronized (this) {
                refuseDeclared(name);
                if (!made.containsKey(name)) {
                    return false;
                }
            }
            write.run();
            synchronized (this) {
                made.remove(name);
            }
            return true;
        });
    }

    private void refuseDeclared(String name) {
        if (declared.containsKey(name)) {
            throw new IllegalArgumentException(
                    kind + " " + name + " is declared in the controller's configuration; change it there");
        }
    }
}
