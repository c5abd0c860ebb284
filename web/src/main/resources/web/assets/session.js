/**
 * What the person at this page may do. What they may not do is not offered; the controller would refuse it.
 * @module
 */
import { session } from './api.js';

/** @typedef {import('./api.js').Session} Session */

/** Asked before any page is made. @type {Session} */
const somebody = await session();

export const { user, role, password: hasPassword } = somebody;

/** Devices, seats, VMs, presets and users. */
export const mayAdminister = role === 'administrator';

/** The power of the VMs that are shown. */
export const mayPower = mayAdminister || role === 'operator';

/** The seats that are shown into the VMs that are shown; also, to sit down. */
export const mayPlug = mayPower || role === 'user';

/** What belongs to no seat: devices, presets, counters. */
export const mayRead = role !== 'user';
