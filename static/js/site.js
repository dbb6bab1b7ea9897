// What scripts add to a page that already works without them. Each module takes a piece of the document and improves it.
import { watchAnswers } from "./answer.js";
import { countCharacters } from "./count.js";
import { copyOnTap } from "./copy.js";
import { pickDays } from "./days.js";
import { keepDrafts } from "./drafts.js";
import { takeOverHeard } from "./heard.js";
import { bearNoNetwork } from "./offline.js";
import { moveItems } from "./order.js";
import { switchSize } from "./size.js";
import { searchKinds } from "./search.js";
import { addUp } from "./sums.js";
import { uploadWithProgress } from "./upload.js";
import { waitForWork } from "./waiting.js";

export function improve(root) {
  bearNoNetwork(root);
  watchAnswers(root);
  countCharacters(root);
  copyOnTap(root);
  pickDays(root);
  keepDrafts(root);
  takeOverHeard(root);
  moveItems(root);
  searchKinds(root);
  switchSize(root);
  addUp(root);
  uploadWithProgress(root, improve);
  waitForWork(root);
}

improve(document);
