/** What a row asks for. A row that does not say asks for `register`. */
export const deviceActions = ['register', 'deregister', 'changeTag', 'move', 'corporateIdentifier'] as const;

export type DeviceAction = (typeof deviceActions)[number];

/** Everything a row may ask for but to register its device. */
export type OtherAction = Exclude<DeviceAction, 'register'>;

/** An action as reports and the page call it, in the words a sheet may use. */
export const actionNames: Readonly<Record<DeviceAction, string>> = {
  register: 'register',
  deregister: 'deregister',
  changeTag: 'change tag',
  move: 'move',
  corporateIdentifier: 'corporate identifier',
};
