/**
 * What the plugboard shows, made of the controller's state: the seats with what is at them, the VMs with who uses them, and
 * the cords between them. What has not changed is the same object as before.
 * @module
 */

/** @typedef {import('./api.js').WholeState} WholeState */
/** @typedef {import('./api.js').Seat} Seat */
/** @typedef {import('./api.js').Vm} Vm */
/** @typedef {import('./api.js').Device} Device */
/** @typedef {import('./api.js').Unit} Unit */
/** @typedef {import('./api.js').Peripheral} Peripheral */

/**
 * One thing at a seat: a device or a hub's unit that was admitted to it, or a page that is open.
 * @typedef {object} Member
 * @property {Device | Unit | null} known null for pages
 * @property {Device | null} device that it is, or that carries it
 * @property {Peripheral[]} peripherals that it has attached now
 */

/** @typedef {{seat: Seat, members: Member[], title: string}} SeatItem with the title of the VM that it is plugged into */

/** @typedef {{vm: Vm, seats: string[]}} VmItem with the names of the seats that are plugged into it */

/**
 * @typedef {object} Cord
 * @property {string} key
 * @property {string} seat that it comes from
 * @property {string} vm
 * @property {number} head from 0
 * @property {Vm['state']} state of the VM
 * @property {'plug' | 'device' | 'broadcast'} kind the seat's own, that of one of its devices, or one that only copies keys
 * @property {boolean} observe whether it only shows the VM
 */

/** @typedef {{device: Device, unit: Unit | null}} Waiting */

export class Plugboard {
  /** @type {Map<string, SeatItem>} */
  #seats = new Map();
  /** @type {Map<string, VmItem>} */
  #vms = new Map();
  /** @type {SeatItem[]} */
  seats = [];
  /** @type {VmItem[]} */
  vms = [];
  /** @type {Cord[]} */
  cords = [];
  /** Who waits for an administrator. @type {Waiting[]} */
  waiting = [];

  /** @param {WholeState} state */
  show(state) {
    const titles = new Map(state.vms.map((vm) => [vm.name, vm]));
    /** @type {Map<string, Seat[]>} */
    const plugged = new Map();
    for (const seat of state.seats) {
      if (seat.vm) {
        plugged.set(seat.vm, [...(plugged.get(seat.vm) ?? []), seat]);
      }
    }
    const admitted = membersBySeat(state.devices);
    this.seats = state.seats.map((seat) => this.#kept(this.#seats, seat.name, {
      seat, members: members(seat, admitted.get(seat.name) ?? []), title: titles.get(seat.vm ?? '')?.title ?? seat.vm ?? '',
    }, sameSeat));
    this.vms = state.vms.map((vm) => this.#kept(this.#vms, vm.name, {
      vm, seats: (plugged.get(vm.name) ?? []).map(({ name }) => name),
    }, sameVm));
    this.cords = state.seats.flatMap((seat) => cordsOf(seat, titles));
    this.waiting = state.devices.flatMap((device) => [
      ...(device.state === 'pending' ? [{ device, unit: null }] : []),
      ...device.units.filter(({ state: its }) => its === 'pending').map((unit) => ({ device, unit })),
    ]);
    forget(this.#seats, state.seats);
    forget(this.#vms, state.vms);
  }

  /**
   * @template T
   * @param {Map<string, T>} all
   * @param {string} name
   * @param {T} now
   * @param {(one: T, other: T) => boolean} same
   */
  #kept(all, name, now, same) {
    const before = all.get(name);
    if (before !== undefined && same(before, now)) {
      return before;
    }
    all.set(name, now);
    return now;
  }
}

/** @param {Map<string, unknown>} all @param {{name: string}[]} named */
function forget(all, named) {
  if (all.size > named.length) {
    const names = new Set(named.map(({ name }) => name));
    [...all.keys()].filter((name) => !names.has(name)).forEach((name) => all.delete(name));
  }
}

/** @param {Device[]} devices */
function membersBySeat(devices) {
  /** @type {Map<string, {known: Device | Unit, device: Device}[]>} */
  const all = new Map();
  const add = (/** @type {Device | Unit} */ known, /** @type {Device} */ device) => {
    if (known.state === 'admitted') {
      const list = all.get(known.seat);
      list ? list.push({ known, device }) : all.set(known.seat, [{ known, device }]);
    }
  };
  for (const device of devices) {
    add(device, device);
    device.units.forEach((unit) => add(unit, device));
  }
  all.forEach((list) => list.sort(({ known: one }, { known: other }) => one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  return all;
}

/** @param {Seat} seat @param {Map<string, Vm>} vms @returns {Cord[]} */
function cordsOf({ name: seat, vm, head, observe, broadcast, peripherals }, vms) {
  /** @type {Map<string, Cord>} */
  const cords = new Map();
  const add = (/** @type {string} */ key, /** @type {?string} */ to, /** @type {?number} */ at, /** @type {Cord['kind']} */ kind, watches = false) => {
    const machine = vms.get(to ?? '');
    if (machine) {
      cords.set(key, { key, seat, vm: machine.name, head: (at ?? 1) - 1, state: machine.state, kind, observe: watches });
    }
  };
  add(seat, vm, head, 'plug', observe);
  broadcast.filter((each) => each !== vm).forEach((each) => add(`${seat} ${each}`, each, null, 'broadcast'));
  for (const { device, unit, plug } of peripherals) {
    if (plug) {
      add(`${seat} ${device} ${unit}`, plug.vm, plug.head, 'device', plug.observe);
    }
  }
  return [...cords.values()];
}

/** @param {Seat} seat @param {{known: Device | Unit, device: Device}[]} admitted @returns {Member[]} */
function members(seat, admitted) {
  const pages = seat.peripherals.filter(({ device }) => device === null);
  // A hub itself has nothing at its seat: its units have.
  return [
    ...admitted.filter(({ known, device }) => known !== device || device.units.length === 0).map(({ known, device }) => ({
      known, device,
      peripherals: seat.peripherals.filter((each) => each.device === device.id
          && each.unit === ('unit' in known ? known.unit : '')),
    })),
    ...(pages.length > 0 ? [{ known: null, device: null, peripherals: pages }] : []),
  ];
}

/** @param {SeatItem} one @param {SeatItem} other */
function sameSeat(one, other) {
  return one.seat === other.seat && one.title === other.title && one.members.length === other.members.length
      && one.members.every(({ known }, i) => known === other.members[i].known);
}

/** @param {VmItem} one @param {VmItem} other */
function sameVm(one, other) {
  return one.vm === other.vm && one.seats.length === other.seats.length
      && one.seats.every((name, i) => name === other.seats[i]);
}
