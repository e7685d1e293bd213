/** What boards and virtual machines ship with where no name was filled in. */
const firmwareWords =
  'tobefilledbyoem tobefilledbyo.e.m tobefilled systemserialnumber systemmanufacturer systemproductname systemname systemmodel defaultstring notspecified notavailable notapplicable notdefined invalid oem o.e.m baseboardserialnumber chassisserialnumber serialnumber serial manufacturer productname model default sernum notset allseries typelinemodel placeholder devserialnumber';

/** What programs write for "there is no value". */
const programWords =
  'none n/a na null nil nan nat undefined empty blank leer vide vacío vacio vazio vuoto leeg tom tyhjä puste пусто 空 空白 objectobject systemobject systemstring systemcollectionshashtable dbnull infinity error fehler loading';

/** What people write where a name is not known (yet), or stands in the row above. Folded like the value: no blanks, no marks. */
const peoplesWords: Readonly<Record<string, string>> = {
  en: 'unknown missing pending tbd tbc tba tofollow tobeconfirmed tobeannounced tobeadvised tobedefined tobedetermined followsup follows comingsoon seelabel seebox seeabove seebelow seelist seeattached noserial noserialnumber nosn nonumber notknown notavailableyet notyet notyetavailable backorder backordered onorder ordered cancelled canceled returned replaced defective broken lost stolen spare asabove sameasabove same ditto asdiscussed example sample test dummy xxx',
  de: 'unbekannt folgt folgtnoch wirdnachgereicht nachgereicht wirdnachgeliefert nachlieferung ausstehend offen fehlt fehlend k.a ka keine keineangabe keineseriennummer ohne ohneseriennummer siehelabel sieheetikett sieheoben s.o so storniert retoure defekt ersetzt bestellt inbestellung rückstand dito gleich wieoben platzhalter beispiel muster nichtvorhanden nichtverfügbar',
  fr: 'inconnu inconnue aucun aucune enattente àvenir avenir àconfirmer aconfirmer àdéfinir adefinir àsuivre sansserie sansnuméro pasdenuméro nonrenseigné nonrenseigne nondisponible voirétiquette voiretiquette voircidessus annulé annule retourné encommande idem id',
  es: 'desconocido desconocida ninguno ninguna pendiente porconfirmar pordefinir sinserie sinnúmero sinnumero sindatos sinsn nodisponible verlabel veretiqueta cancelado devuelto ídem lomismo',
  pt: 'desconhecido desconhecida nenhum nenhuma pendente aconfirmar adefinir semserie semsérie semnúmero semnumero verrótulo veretiqueta naodisponivel nãodisponível cancelado devolvido',
  it: 'sconosciuto sconosciuta nessuno nessuna inattesa daconfermare dadefinire senzaserie nondisponibile vederetichetta vedietichetta annullato restituito come sopra comesopra',
  nl: 'onbekend geen volgt nognietbekend nader ntb nogtebepalen zielabel zieetiket geannuleerd geretourneerd inbestelling idem',
  nordic:
    'okänd ukendt ukjent tuntematon saknas mangler puuttuu kommer följer følger ingen ei väntar afventer avventer odottaa samma samme sama',
  slavic:
    'nieznany brak oczekuje wtrakcie jakwyżej jw neznámý neznamy chybí chybi čeká čekáse neznámé neznan nepoznato неизвестно нет ожидается уточняется тоже тожесамое отсутствует невідомо немає очікується',
  others:
    'ismeretlen nincs folyamatban bilinmiyor yok beklemede άγνωστο εκκρεμεί לאידוע غيرمعروف 不明 未定 不詳 なし 同上 確認中 未知 待定 无 無 待确认 同前 미정 없음 알수없음 동일',
};

const placeholders = new Set(
  [firmwareWords, programWords, ...Object.values(peoplesWords)].flatMap((words) => words.split(' ')),
);

const ascending = ['0123456789', '1234567890'];

/** Blanks, marks and brackets are left out: `(blank)`, `[object Object]`, `N. A.`, `<NA>`. */
const marks = /[\s._#*()[\]{}<>"'“”„`´:?!…-]+/g;

const fold = (text: string): string => text.toLowerCase().replace(marks, '');

const isWord = (folded: string): boolean => folded === '' || placeholders.has(folded);

/** Is it one of the words, or marks alone, that stand for "there is nothing (yet)"? */
export const isPlaceholderWord = (text: string): boolean => isWord(fold(text));

/** Is it one of the texts that stand for "not filled in", digits counted up, or one character repeated (`0`, `00000000`, `XXXXXXX`)? */
export function isPlaceholder(text: string): boolean {
  const folded = fold(text);
  return (
    isWord(folded) ||
    (folded.length >= 5 && ascending.some((digits) => digits.startsWith(folded))) ||
    (/^(.)\1*$/.test(folded) && (folded.length !== 1 || !/[a-z1-9]/.test(folded)))
  );
}
