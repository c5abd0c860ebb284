package netseat.access;

/**
 * What somebody is who comes in by a provider.
 *
 * @param seats at which they may sit, or which they may plug
 * @param vms into which
 */
public record Grant(Role role, NameList seats, NameList vms) {}
