import { actionNames, type DeviceAction, deviceActions } from '../device-action.ts';
import { distance } from './spelling.ts';
import { foldTitle } from './titles/fold-title.ts';

/** What people write in an action column, by action: English first, then other languages. Compared as titles are. */
const words: Readonly<Record<DeviceAction, string>> = {
  register: `
    register, registration, add, new, enroll, enrol, import, registrieren, anmelden, hinzufügen, neu, enregistrer, inscrire, ajouter, registrar,
    agregar, añadir, registra, aggiungi, registrare, aggiungere, adicionar, registreren, toevoegen, registrera, lägg till, registrer, tilføj,
    legg til, rekisteröi, zarejestruj, dodaj, zaregistrovat, přidat, regisztrálás, înregistrează, kaydet, ekle, зарегистрировать, добавить,
    зареєструвати, додати, 登録, 追加, 등록, 추가, 注册, 添加, 註冊, 新增`,
  deregister: `
    deregister, de-register, deregistration, unregister, remove, delete, offboard, abmelden,
    deregistrieren, austragen, entfernen, löschen, désinscrire, désenregistrer, supprimer, retirer, eliminar, quitar, dar de baja, anular registro,
    rimuovi, rimuovere, elimina, annulla registrazione, remover, excluir, cancelar registro, verwijderen, afmelden, uitschrijven, avregistrera,
    ta bort, afregistrer, fjern, slet, avregistrer, slett, poista, wyrejestruj, usuń, odregistrovat, odebrat, odstranit, törlés, eltávolítás,
    elimină, șterge, sil, kaldır, удалить, снять с учета, видалити, διαγραφή, 登録解除, 削除, 등록 취소, 삭제, 注销, 删除, 取消註冊, 刪除`,
  changeTag: `
    change tag, change group tag, retag, re-tag, update, update tag, change, edit tag, assign user, rename, tag ändern,
    gruppentag ändern, ändern, umbenennen, changer le tag, modifier, modifier la balise, renommer, cambiar etiqueta, modificar, cambia tag,
    modifica, modifica tag, alterar etiqueta, alterar, tag wijzigen, wijzigen, ändra tagg, ändra, skift tag, ændr, endre, muuta, zmień tag,
    zmień, změnit značku, změnit, módosítás, modifică, etiketi değiştir, değiştir, изменить тег, изменить, змінити, タグ変更, 변경, 更改标记, 更改標記`,
  move: `
    move, transfer, move to, move device, verschieben, umziehen, übertragen, déplacer, transférer, mover, transferir, sposta, spostare,
    trasferisci, verplaatsen, overzetten, flytta, flyt, flytte, siirrä, przenieś, przesunąć, přesunout, áthelyezés, mută, taşı, переместить,
    перенести, перемістити, μετακίνηση, 移動, 이동, 移动`,
  corporateIdentifier: `
    corporate identifier, corporate device identifier, device preparation, corporate, identifier, unternehmensbezeichner, gerätebezeichner,
    identificateur d’entreprise, identificador corporativo, identificatore aziendale, bedrijfs-id`,
};

const byWord: ReadonlyMap<string, DeviceAction> = new Map(
  (Object.keys(words) as DeviceAction[]).flatMap((action) =>
    words[action].split(',').map((word): [string, DeviceAction] => [foldTitle(word), action]),
  ),
);

/** Longer than any word of the table. */
const longestWord = 60;

/** The action a text stands for; undefined: an unknown word. */
export const actionOf = (text: string): DeviceAction | undefined =>
  text.length > longestWord ? undefined : byWord.get(foldTitle(text));

/**
 * The words an unknown one is probably a slip of, else all that a sheet may say, as a sentence lists them. Only near ones
 * count, whatever their language: whoever follows a wrong suggestion removes or moves a device.
 */
export function nearestActions(text: string): string {
  const folded = foldTitle(text.slice(0, longestWord));
  const limit = Math.max(1, Math.floor(folded.length / 4));
  const near = new Set(
    [...byWord].flatMap(([word, action]) => (distance(folded, word, limit) <= limit ? [action] : [])),
  );
  const offered = near.size > 0 ? deviceActions.filter((action) => near.has(action)) : deviceActions;
  return offered.map((action) => `"${actionNames[action]}"`).join(' or ');
}
