import { diaryContract } from "../ports/diary_contract.ts";
import { KeptDiary } from "./kept_diary.ts";

diaryContract("kept diary", () => {
  const diary = new KeptDiary();
  return Promise.resolve({
    diary,
    entries: () => Promise.resolve(diary.entries),
    dispose: () => Promise.resolve(),
  });
});
