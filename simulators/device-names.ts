/** What names a device: as it was sent, or as a hardware hash or a build report says. */
export interface DeviceNames {
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly model?: string | undefined;
  readonly productKey?: string | undefined;
}
