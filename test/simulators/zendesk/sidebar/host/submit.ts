import type { Composer } from './composer.ts';
import { refreshPage } from './desk.ts';
import type { AppInstance } from './instance.ts';

/** Submits the composer without leaving the page: apps may stop it, and hear how it went. */
export function submitThroughApps(composer: Composer, instances: AppInstance[]): void {
  const { form } = composer;
  const problemPlace = form.querySelector<HTMLElement>('[data-problem]');
  const showProblem = (text: string) => {
    if (problemPlace === null) return;
    problemPlace.textContent = text;
    problemPlace.hidden = text === '';
  };
  const tellAll = (event: string) => {
    for (const instance of instances) instance.emit(event);
  };
  const submit = async (): Promise<boolean> => {
    const problems = await Promise.all(instances.map((instance) => instance.mayNotSave()));
    const problem = problems.find((text) => text !== undefined);
    if (problem !== undefined) {
      showProblem(problem);
      return false;
    }
    const body = new URLSearchParams(
      [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === 'string'),
    );
    const answer = await fetch(form.action, { method: 'POST', body }).catch(() => undefined);
    if (answer?.ok === true) return true;
    showProblem('The ticket could not be submitted.');
    return false;
  };
  let underWay = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (underWay) return;
    underWay = true;
    showProblem('');
    tellAll('ticket.submit.start');
    void submit().then((done) => {
      underWay = false;
      if (done) composer.clear();
      tellAll(done ? 'ticket.submit.done' : 'ticket.submit.fail');
      tellAll('ticket.submit.always');
      refreshPage();
    });
  });
}
