import type { Tone } from '../../../domain/reporting/report-lines.ts';
import { toneColours } from '../looks/tone-colours.ts';

const office2009 = 'http://schemas.microsoft.com/office/spreadsheetml/2009/9/main';

/** A bar in one cell, `of` being the full width: the plain form for every program, and the solid one for Excel 2010 and later. */
export const dataBar = (cell: string, of: number, tone: Tone, priority: number) => {
  // Ties the two halves together; it has to look like a GUID and be unique within the sheet.
  const id = `{00000000-0000-4000-8000-${`${priority}`.padStart(12, '0')}}`;
  const colour = `rgb="FF${toneColours[tone].bar}"`;
  const format =
    `<conditionalFormatting sqref="${cell}"><cfRule type="dataBar" priority="${priority}">` +
    `<dataBar showValue="0"><cfvo type="num" val="0"/><cfvo type="num" val="${of}"/><color ${colour}/></dataBar>` +
    `<extLst><ext xmlns:x14="${office2009}" uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"><x14:id>${id}</x14:id></ext></extLst>` +
    '</cfRule></conditionalFormatting>';
  const extension =
    '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">' +
    `<x14:cfRule type="dataBar" id="${id}"><x14:dataBar minLength="0" maxLength="100" gradient="0" showValue="0">` +
    `<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>${of}</xm:f></x14:cfvo>` +
    '<x14:negativeFillColor rgb="FFFF0000"/><x14:axisColor rgb="FF000000"/></x14:dataBar></x14:cfRule>' +
    `<xm:sqref>${cell}</xm:sqref></x14:conditionalFormatting>`;
  return { format, extension };
};

/** The bars' second halves as the last part of a sheet. */
export const dataBarExtensions = (extensions: readonly string[]): string =>
  extensions.length === 0
    ? ''
    : `<extLst><ext xmlns:x14="${office2009}" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}">` +
      `<x14:conditionalFormattings>${extensions.join('')}</x14:conditionalFormattings></ext></extLst>`;
