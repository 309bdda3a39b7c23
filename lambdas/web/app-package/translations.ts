/** File names as Zendesk's validator wants them: a language in lower case, perhaps with a region. */
type Locale = 'en' | 'sv' | 'da' | 'no' | 'fi' | 'de' | 'fr' | 'es' | 'it' | 'nl' | 'pt' | 'pl';

interface AppTexts {
  short: string;
  long: string;
  install: string;
  /** The setting that an admin fills in. */
  key: { label: string; help: string };
}

/** What Zendesk shows of the app. `app.name` is read from English only. */
export const appTexts: Record<Locale, AppTexts> = {
  en: {
    short: 'Trustpilot service reviews as Zendesk tickets',
    long: 'Brings each new Trustpilot service review in as a ticket and publishes public replies on Trustpilot.',
    install:
      'Install the app, then open Channel integrations, choose Trustpilot service reviews and add an account.',
    key: {
      label: 'Sidebar key',
      help: 'Shows agents the review beside the ticket. Copy it from your account in Channel integrations: Edit, section Agent’s sidebar.',
    },
  },
  sv: {
    short: 'Trustpilot-omdömen som ärenden i Zendesk',
    long: 'Gör varje nytt omdöme på Trustpilot till ett ärende och publicerar offentliga svar på Trustpilot.',
    install:
      'Installera appen, öppna sedan Kanalintegrationer, välj Trustpilot service reviews och lägg till ett konto.',
    key: {
      label: 'Sidofältets nyckel',
      help: 'Visar omdömet bredvid ärendet. Kopiera den från ditt konto i Kanalintegrationer: Redigera, avsnittet Agentens sidofält.',
    },
  },
  da: {
    short: 'Trustpilot-anmeldelser som sager i Zendesk',
    long: 'Gør hver ny anmeldelse på Trustpilot til en sag og offentliggør offentlige svar på Trustpilot.',
    install:
      'Installer appen, åbn derefter Kanalintegrationer, vælg Trustpilot service reviews, og tilføj en konto.',
    key: {
      label: 'Sidepanelets nøgle',
      help: 'Viser anmeldelsen ved siden af sagen. Kopiér den fra din konto i Kanalintegrationer: Rediger, afsnittet Agentens sidepanel.',
    },
  },
  no: {
    short: 'Trustpilot-omtaler som saker i Zendesk',
    long: 'Gjør hver ny omtale på Trustpilot til en sak og publiserer offentlige svar på Trustpilot.',
    install:
      'Installer appen, åpne deretter Kanalintegrasjoner, velg Trustpilot service reviews og legg til en konto.',
    key: {
      label: 'Sidepanelets nøkkel',
      help: 'Viser omtalen ved siden av saken. Kopier den fra kontoen i Kanalintegrasjoner: Rediger, delen Agentens sidepanel.',
    },
  },
  fi: {
    short: 'Trustpilot-arvostelut Zendesk-tiketteinä',
    long: 'Tuo jokaisen uuden Trustpilot-arvostelun tikettinä ja julkaisee julkiset vastaukset Trustpilotissa.',
    install: 'Asenna sovellus, avaa Kanavaintegraatiot, valitse Trustpilot service reviews ja lisää tili.',
    key: {
      label: 'Sivupalkin avain',
      help: 'Näyttää arvostelun tiketin vieressä. Kopioi se tililtäsi Kanavaintegraatioista: Muokkaa, kohta Asiakaspalvelijan sivupalkki.',
    },
  },
  de: {
    short: 'Trustpilot-Bewertungen als Zendesk-Tickets',
    long: 'Macht aus jeder neuen Bewertung auf Trustpilot ein Ticket und veröffentlicht öffentliche Antworten auf Trustpilot.',
    install:
      'App installieren, dann Kanalintegrationen öffnen, Trustpilot service reviews wählen und ein Konto hinzufügen.',
    key: {
      label: 'Schlüssel der Seitenleiste',
      help: 'Zeigt die Bewertung neben dem Ticket. Aus dem Konto unter Kanalintegrationen kopieren: Bearbeiten, Abschnitt Seitenleiste für Agenten.',
    },
  },
  fr: {
    short: 'Les avis Trustpilot sous forme de tickets Zendesk',
    long: 'Transforme chaque nouvel avis Trustpilot en ticket et publie les réponses publiques sur Trustpilot.',
    install:
      'Installez l’application, ouvrez ensuite Intégrations de canaux, choisissez Trustpilot service reviews et ajoutez un compte.',
    key: {
      label: 'Clé de la barre latérale',
      help: 'Affiche l’avis à côté du ticket. Copiez-la depuis votre compte dans Intégrations de canaux : Modifier, section Barre latérale des agents.',
    },
  },
  es: {
    short: 'Opiniones de Trustpilot como tickets de Zendesk',
    long: 'Convierte cada opinión nueva de Trustpilot en un ticket y publica las respuestas públicas en Trustpilot.',
    install:
      'Instala la aplicación, abre Integraciones de canal, elige Trustpilot service reviews y añade una cuenta.',
    key: {
      label: 'Clave de la barra lateral',
      help: 'Muestra la opinión junto al ticket. Cópiala de tu cuenta en Integraciones de canal: Editar, sección Barra lateral de los agentes.',
    },
  },
  it: {
    short: 'Recensioni Trustpilot come ticket Zendesk',
    long: 'Trasforma ogni nuova recensione su Trustpilot in un ticket e pubblica le risposte pubbliche su Trustpilot.',
    install:
      'Installa l’app, apri Integrazioni canale, scegli Trustpilot service reviews e aggiungi un account.',
    key: {
      label: 'Chiave della barra laterale',
      help: 'Mostra la recensione accanto al ticket. Copiala dal tuo account in Integrazioni canale: Modifica, sezione Barra laterale degli agenti.',
    },
  },
  nl: {
    short: 'Trustpilot-reviews als Zendesk-tickets',
    long: 'Maakt van elke nieuwe review op Trustpilot een ticket en plaatst openbare antwoorden op Trustpilot.',
    install:
      'Installeer de app, open daarna Kanaalintegraties, kies Trustpilot service reviews en voeg een account toe.',
    key: {
      label: 'Sleutel van de zijbalk',
      help: 'Toont de review naast het ticket. Kopieer hem uit je account in Kanaalintegraties: Bewerken, onderdeel Zijbalk voor agenten.',
    },
  },
  pt: {
    short: 'Opiniões do Trustpilot como tickets do Zendesk',
    long: 'Transforma cada nova opinião no Trustpilot num ticket e publica as respostas públicas no Trustpilot.',
    install:
      'Instale a aplicação, abra Integrações de canal, escolha Trustpilot service reviews e adicione uma conta.',
    key: {
      label: 'Chave da barra lateral',
      help: 'Mostra a opinião ao lado do ticket. Copie-a da sua conta em Integrações de canal: Editar, secção Barra lateral dos agentes.',
    },
  },
  pl: {
    short: 'Opinie z Trustpilot jako zgłoszenia w Zendesk',
    long: 'Zamienia każdą nową opinię na Trustpilot w zgłoszenie i publikuje publiczne odpowiedzi na Trustpilot.',
    install:
      'Zainstaluj aplikację, otwórz Integracje kanałów, wybierz Trustpilot service reviews i dodaj konto.',
    key: {
      label: 'Klucz panelu bocznego',
      help: 'Pokazuje opinię obok zgłoszenia. Skopiuj go ze swojego konta w Integracjach kanałów: Edytuj, sekcja Panel boczny agenta.',
    },
  },
};
