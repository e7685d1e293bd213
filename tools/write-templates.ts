import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { makeTemplates } from '../shared/adapters/report/templates.ts';

const folder = fileURLToPath(new URL('../docs/templates/', import.meta.url));

await mkdir(folder, { recursive: true });
for (const { name, write } of makeTemplates()) {
  const path = `${folder}${name}`;
  await rm(path, { force: true });
  await write(path);
}
await writeFile(
  `${folder}README.md`,
  `# Empty templates

Fill in one row per device and drop the file into your upload folder. Each row needs one of:

- **Windows Product ID** (PKID, 13 digits), or
- **Manufacturer name**, **Device model** and **Device Serial Number**, or
- **Hardware Hash**.

Group tag, assigned user and customer tenant ID are optional. All columns are text columns, so that leading zeros and
long numbers stay as you type them. Written by \`tools/write-templates.ts\`.

| | Excel | CSV |
|---|---|---|
| English | [autopilot-devices.en.xlsx](autopilot-devices.en.xlsx) | [autopilot-devices.en.csv](autopilot-devices.en.csv) |
| Deutsch | [autopilot-devices.de.xlsx](autopilot-devices.de.xlsx) | [autopilot-devices.de.csv](autopilot-devices.de.csv) |
`,
);
